package dev.semblance.standalone;

import dev.semblance.core.OperatorException;
import dev.semblance.core.image.InputSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a network takes, as it is written on the command line.
 *
 * @param size {@code 224x224x3}: width, height and channels
 * @param means of each channel, or one for all, separated by commas
 * @param deviations likewise
 */
record InputText(String size, String means, String deviations) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})x([13])");

    /**
     * What it says.
     *
     * @throws OperatorException if it says nothing that a network could take
     */
    InputSpec spec() {
        Matcher parts = SIZE.matcher(size);
        if (!parts.matches()) {
            throw new OperatorException("'" + size + "' is no size of images: write width x height x channels, such as"
                    + " 224x224x3, with 1 channel or 3");
        }
        int channels = Integer.parseInt(parts.group(3));
        try {
            return new InputSpec(
                    Integer.parseInt(parts.group(1)),
                    Integer.parseInt(parts.group(2)),
                    numbers(means, channels),
                    numbers(deviations, channels));
        } catch (IllegalArgumentException e) {
            throw new OperatorException(e.getMessage() + "; change the size, --mean or --std", e);
        }
    }

    private static List<Float> numbers(String text, int channels) {
        List<Float> numbers = new ArrayList<>();
        for (String number : text.split(",", -1)) {
            try {
                numbers.add(Float.parseFloat(number.strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + number + "' in '" + text + "' is no number", e);
            }
        }
        return numbers.size() == 1 ? Collections.nCopies(channels, numbers.getFirst()) : numbers;
    }
}
