package dev.semblance.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semblance.core.evaluation.ExactNeighbours.Neighbour;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PackedNeighboursTest {
    @Test
    void shouldSortByDistanceThenByPosition() {
        long[] packed = LongStream.of(
                        PackedNeighbours.pack(0, Float.NaN),
                        PackedNeighbours.pack(Integer.MAX_VALUE, 2),
                        PackedNeighbours.pack(8, Float.POSITIVE_INFINITY),
                        PackedNeighbours.pack(7, -0f),
                        PackedNeighbours.pack(6, 0f),
                        PackedNeighbours.pack(5, -1),
                        PackedNeighbours.pack(9, -1.5f),
                        PackedNeighbours.pack(4, 2))
                .sorted()
                .toArray();

        assertThat(new PackedNeighbours(packed))
                .containsExactly(
                        new Neighbour(9, -1.5f),
                        new Neighbour(5, -1),
                        new Neighbour(6, 0),
                        new Neighbour(7, 0),
                        new Neighbour(4, 2),
                        new Neighbour(Integer.MAX_VALUE, 2),
                        new Neighbour(8, Float.POSITIVE_INFINITY),
                        new Neighbour(0, Float.NaN));
    }
}
