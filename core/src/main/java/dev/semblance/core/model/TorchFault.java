package dev.semblance.core.model;

import java.util.List;

/** What PyTorch says in many lines, in one. */
final class TorchFault {
    private static final int LONGEST = 200;

    private TorchFault() {}

    /** The line that names the fault: the last that starts with an error's name, else the first. */
    static String line(Throwable fault) {
        List<String> lines = String.valueOf(fault.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String chosen = lines.reversed().stream()
                .filter(line -> line.matches("\\w*(Error|Exception): .*"))
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .orElse(fault.toString());
        return chosen.length() <= LONGEST ? chosen : chosen.substring(0, LONGEST) + "...";
    }
}
