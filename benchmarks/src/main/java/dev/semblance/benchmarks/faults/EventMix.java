package dev.semblance.benchmarks.faults;

import dev.semblance.core.index.ImageRecord;
import dev.semblance.messaging.ImageMessages;
import dev.semblance.trainer.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Events without end, the same for the same seed: new images, updates, label changes, deletes and what is no image. For
 * one thread.
 */
final class EventMix {
    private static final int ENOUGH_TO_CHANGE = 20;

    private final Random random;
    private final List<byte[]> images;
    private final List<Known> known = new ArrayList<>();
    private long made;

    /** An id with the image that it had last. */
    private record Known(String id, int image) {}

    EventMix(long seed, Dataset images) {
        this.random = new Random(seed);
        this.images = images.images().stream().map(image -> image.encoded()).toList();
    }

    Event next() {
        made++;
        int dice = random.nextInt(100);
        if (dice < 5) {
            return bad();
        }
        if (dice < 55 || known.size() < ENOUGH_TO_CHANGE) {
            return put();
        }
        if (dice < 75) {
            return update();
        }
        return dice < 90 ? relabel() : delete();
    }

    private Event put() {
        Known one = new Known("image-" + made, anyImage());
        known.add(one);
        return event(Event.Kind.PUT, one);
    }

    private Event update() {
        int place = random.nextInt(known.size());
        Known changed = new Known(known.get(place).id(), anyImage());
        known.set(place, changed);
        return event(Event.Kind.UPDATE, changed);
    }

    private Event relabel() {
        return event(Event.Kind.RELABEL, known.get(random.nextInt(known.size())));
    }

    private Event delete() {
        Known gone = known.remove(random.nextInt(known.size()));
        return new Event(Event.Kind.DELETE, gone.id(), Optional.empty());
    }

    /** Of an id of its own, or of a known one, whose image goes then. */
    private Event bad() {
        byte[] whole = images.get(anyImage());
        String id = known.isEmpty() || random.nextBoolean()
                ? "bad-" + made
                : known.remove(random.nextInt(known.size())).id();
        return new Event(Event.Kind.BAD, id, Optional.of(Arrays.copyOf(whole, whole.length / 2)));
    }

    private Event event(Event.Kind kind, Known one) {
        ImageRecord record = new ImageRecord(
                images.get(one.image()),
                Optional.of("label-" + random.nextInt(10)),
                Map.of("event", Long.toString(made)),
                Optional.empty());
        return new Event(kind, one.id(), Optional.of(ImageMessages.encode(record)));
    }

    private int anyImage() {
        return random.nextInt(images.size());
    }
}
