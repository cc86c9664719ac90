package dev.semblance.benchmarks.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The faults of a run, the same for the same seed. Each kind of process has its turn before one comes again, in a
 * random order; most faults wait until the system has recovered from the one before, some do not.
 *
 * @param faults in their order
 */
record FaultPlan(List<Fault> faults) {
    private static final int LONGEST_WAIT_MILLIS = 4_000;
    private static final int LONGEST_DOWN_MILLIS = 2_000;
    /** Longer than the deployment's heartbeat time-out. */
    private static final int SHORTEST_FREEZE_MILLIS = 6_000;

    private static final int LONGEST_FREEZE_MILLIS = 12_000;
    private static final double FREEZE_SHARE = 0.2;
    private static final double NOT_AWAITED_SHARE = 0.25;

    FaultPlan {
        faults = List.copyOf(faults);
    }

    static FaultPlan of(long seed, int kills, List<Role> roles) {
        Random random = new Random(seed);
        List<Kind> kinds =
                new ArrayList<>(roles.stream().map(Role::kind).distinct().toList());
        List<Fault> faults = new ArrayList<>();
        while (faults.size() < kills) {
            int turn = faults.size() % kinds.size();
            if (turn == 0) {
                Collections.shuffle(kinds, random);
            }
            Kind kind = kinds.get(turn);
            List<Role> candidates =
                    roles.stream().filter(role -> role.kind() == kind).toList();
            boolean freeze = random.nextDouble() < FREEZE_SHARE;
            int down = freeze
                    ? random.nextInt(SHORTEST_FREEZE_MILLIS, LONGEST_FREEZE_MILLIS)
                    : random.nextInt(LONGEST_DOWN_MILLIS);
            faults.add(new Fault(
                    candidates.get(random.nextInt(candidates.size())),
                    freeze ? Fault.Manner.FREEZE : Fault.Manner.KILL,
                    Duration.ofMillis(random.nextInt(LONGEST_WAIT_MILLIS)),
                    Duration.ofMillis(down),
                    random.nextDouble() < NOT_AWAITED_SHARE ? Fault.Recovery.NOT_AWAITED : Fault.Recovery.AWAITED));
        }
        return new FaultPlan(faults);
    }
}
