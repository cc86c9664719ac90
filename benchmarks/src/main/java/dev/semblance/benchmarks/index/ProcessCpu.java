package dev.semblance.benchmarks.index;

import java.lang.management.ManagementFactory;

/** CPU time of this process, of all its threads. */
public final class ProcessCpu {
    private ProcessCpu() {}

    public static long nanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
