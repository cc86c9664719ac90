package dev.semblance.query.confusion;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * How far back a rolling count reaches. It is kept in {@value #SLICES} slices, and moves on by one of them at a time.
 *
 * @param length whole minutes; zero reaches back to the beginning
 */
public record Window(Duration length) {
    /** Reaches back to the beginning. */
    public static final Window ALL = new Window(Duration.ZERO);

    private static final int SLICES = 60;
    private static final Pattern NAME = Pattern.compile("([1-9]\\d{0,5})([mh])");

    public Window {
        if (length.isNegative() || !length.equals(Duration.ofMinutes(length.toMinutes()))) {
            throw new IllegalArgumentException("a window is of whole minutes, not " + length);
        }
    }

    /**
     * A stretch of time.
     *
     * @param from its first instant
     * @param to the first one that is not in it
     */
    public record Span(Instant from, Instant to) {
        /** Whether an instant is in it. */
        public boolean holds(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(to);
        }
    }

    /**
     * The window of a name such as {@code 5m} or {@code 24h}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Window parse(String name) {
        Matcher matcher = NAME.matcher(name.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a window is so many minutes or hours, such as 5m or 24h, not " + name);
        }
        long count = Long.parseLong(matcher.group(1));
        return new Window(matcher.group(2).equals("h") ? Duration.ofHours(count) : Duration.ofMinutes(count));
    }

    /** Such as {@code 5m}, {@code 1h} or {@code all}. */
    public String name() {
        if (isAll()) {
            return "all";
        }
        return length.equals(Duration.ofHours(length.toHours())) ? length.toHours() + "h" : length.toMinutes() + "m";
    }

    boolean isAll() {
        return length.isZero();
    }

    long millis() {
        return length.toMillis();
    }

    private long sliceMillis() {
        return millis() / SLICES;
    }

    /** Where the slice begins that an instant is in, in ms. */
    long slice(Instant instant) {
        return isAll() ? 0 : Math.floorDiv(instant.toEpochMilli(), sliceMillis()) * sliceMillis();
    }

    /** The window as it was at an instant: whole slices, the last one with the instant in it. */
    public Span at(Instant instant) {
        if (isAll()) {
            return new Span(Instant.EPOCH, Instant.MAX);
        }
        long end = slice(instant) + sliceMillis();
        return new Span(Instant.ofEpochMilli(end - millis()), Instant.ofEpochMilli(end));
    }

    /** Where the slices of a stretch begin, in ms. */
    long[] slices(Span span) {
        if (isAll()) {
            return new long[] {0};
        }
        long first = span.from().toEpochMilli();
        return LongStream.range(0, SLICES).map(i -> first + i * sliceMillis()).toArray();
    }

    @Override
    public String toString() {
        return name();
    }
}
