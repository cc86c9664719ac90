package dev.semblance.benchmarks.faults;

import dev.semblance.standalone.ShutdownSignal;
import dev.semblance.standalone.console.Console;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets the faults of a plan happen, one after the other, and measures how long the system takes to recover. */
final class FaultRun {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Processes processes;
    private final Load load;
    private final NodeWatches nodes;
    private final Console console;
    private final ShutdownSignal signal;
    private final Map<Kind, Integer> injected = new EnumMap<>(Kind.class);
    private final Map<Fault.Manner, Integer> manners = new EnumMap<>(Fault.Manner.class);
    private final Map<Kind, List<Duration>> recoveries = new EnumMap<>(Kind.class);

    FaultRun(Processes processes, Load load, NodeWatches nodes, Console console, ShutdownSignal signal) {
        this.processes = processes;
        this.load = load;
        this.nodes = nodes;
        this.console = console;
        this.signal = signal;
    }

    void run(FaultPlan plan) throws IOException, InterruptedException {
        for (Fault fault : plan.faults()) {
            inject(fault);
        }
        awaitRecovery();
    }

    private void inject(Fault fault) throws IOException, InterruptedException {
        Role role = fault.role();
        pause(fault.after());
        awaitOtherNodes(role);
        long begun = System.nanoTime();
        strike(fault);
        int number = injected.values().stream().mapToInt(Integer::intValue).sum() + 1;
        injected.merge(role.kind(), 1, Integer::sum);
        String what = number + ": " + fault.manner() + " of " + role.name();
        if (fault.recovery() == Fault.Recovery.NOT_AWAITED) {
            console.line("%s, not waiting", what);
            return;
        }
        awaitRecovery();
        Duration recovery = Duration.ofNanos(System.nanoTime() - begun);
        recoveries.computeIfAbsent(role.kind(), kind -> new ArrayList<>()).add(recovery);
        console.line("%s, recovered after %.1f s", what, FaultsReport.seconds(recovery));
    }

    private void strike(Fault fault) throws IOException, InterruptedException {
        Role role = fault.role();
        manners.merge(fault.manner(), 1, Integer::sum);
        switch (fault.manner()) {
            case KILL -> {
                processes.kill(role);
                pause(fault.down());
                processes.start(role);
            }
            case FREEZE -> {
                processes.freeze(role);
                if (role.kind().mayHaveASuccessor()) {
                    processes.start(role);
                }
                pause(fault.down());
                processes.thaw(role);
            }
        }
    }

    /** As long as one query node is away, the other one is spared: two are there so that one may fail. */
    private void awaitOtherNodes(Role role) throws IOException, InterruptedException {
        if (role.kind() != Kind.QUERY_NODE) {
            return;
        }
        await("the other query node", () -> nodes.othersAnswer(role.name()));
    }

    /** All processes are up, and both nodes find an event that was acknowledged after they were. */
    void awaitRecovery() throws IOException, InterruptedException {
        await("all processes", processes::areReady);
        int before = load.acknowledgedCount();
        await("an acknowledgement", () -> load.acknowledgedAfter(before).isPresent());
        Optional<Sent> event = load.acknowledgedAfter(before);
        await(
                "the query nodes",
                () -> event.filter(sent -> nodes.allHaveSeen(sent.place())).isPresent());
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "the system has not recovered within " + PATIENCE.toSeconds() + " s: waited for " + what);
            }
            pause(POLL);
        }
    }

    /** Waits, and minds the processes meanwhile. */
    private void pause(Duration duration) throws IOException, InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        do {
            processes.mind();
            signal.await(Duration.ofNanos(Math.max(0, Math.min(POLL.toNanos(), end - System.nanoTime()))));
            signal.throwIfCome();
        } while (System.nanoTime() < end);
    }

    Map<Kind, Integer> injected() {
        return injected;
    }

    Map<Fault.Manner, Integer> manners() {
        return manners;
    }

    Map<Kind, List<Duration>> recoveries() {
        return recoveries;
    }
}
