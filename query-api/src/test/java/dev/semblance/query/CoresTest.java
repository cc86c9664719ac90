package dev.semblance.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JVM of the tests has more carriers than cores. */
class CoresTest {
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    static Stream<Cores> kinds() {
        return Stream.of(new Cores.OnCarriers(CORES), new Cores.OnOwnThreads(CORES));
    }

    @Test
    void shouldWorkOnCarriersWhereThereAreMoreThanCores() {
        assertThat(Carriers.count()).isGreaterThan(CORES);
        try (Cores cores = Cores.ofThisMachine()) {
            assertThat(cores).isInstanceOf(Cores.OnCarriers.class);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldGiveBackItsCoreWhateverHappens(Cores cores) {
        for (int i = 0; i <= CORES; i++) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> cores.work(() -> {
                        throw new IllegalStateException("broken");
                    }))
                    .withMessage("broken");
        }
        assertThat(cores.<Integer>work(() -> 7)).isEqualTo(7);
        cores.close();
    }

    /** As many as there are carriers would keep all others from running. */
    @ParameterizedTest
    @MethodSource("kinds")
    void shouldLetRequestsRunWhileAllCoresAreBusy(Cores cores) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(CORES);
        AtomicInteger computing = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2 * Carriers.count(); i++) {
                requests.execute(() -> cores.work(() -> {
                    most.accumulateAndGet(computing.incrementAndGet(), Math::max);
                    busy.countDown();
                    while (end.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return computing.decrementAndGet();
                }));
            }

            try {
                assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(requests.submit(() -> "answered").get(20, TimeUnit.SECONDS))
                        .isEqualTo("answered");
            } finally {
                end.countDown(); // else a failure would wait for the requests
            }
        }
        assertThat(most.get()).isEqualTo(CORES);
        cores.close();
    }
}
