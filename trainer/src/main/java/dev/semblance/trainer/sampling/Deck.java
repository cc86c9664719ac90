package dev.semblance.trainer.sampling;

import java.util.SplittableRandom;

/** Examples in the random order in which they are drawn; shuffled anew when used up, so that each gets its turn. */
final class Deck {
    private final SplittableRandom random;
    private final int[] cards;
    private int drawn;

    /**
     * Shuffles the cards.
     *
     * @param cards not copied
     * @param random shared with others, which determines what they draw
     */
    Deck(int[] cards, SplittableRandom random) {
        this.cards = cards;
        this.random = random;
        shuffle(cards, 0, cards.length, cards.length, random);
    }

    /**
     * Draws so many examples for one batch into {@code target} from {@code offset} on. They are different ones unless
     * the deck has fewer.
     */
    void draw(int[] target, int offset, int count) {
        for (int i = 0; i < count; i++) {
            if (drawn == cards.length) {
                shuffleAnew(Math.min(i, cards.length), count - i);
            }
            target[offset + i] = cards[drawn++];
        }
    }

    /** Those that were just drawn for the same batch, the last ones of the deck, come after those that it needs. */
    private void shuffleAnew(int justDrawn, int needed) {
        int others = cards.length - justDrawn;
        int first = Math.min(needed, others);
        shuffle(cards, 0, first, others, random);
        shuffle(cards, first, cards.length, cards.length, random);
        drawn = 0;
    }

    /**
     * Puts a random choice of the values from {@code from} to {@code limit} into the places from {@code from} to
     * {@code to}, in random order.
     */
    static void shuffle(int[] values, int from, int to, int limit, SplittableRandom random) {
        for (int i = from; i < to; i++) {
            int other = i + random.nextInt(limit - i);
            int kept = values[i];
            values[i] = values[other];
            values[other] = kept;
        }
    }
}
