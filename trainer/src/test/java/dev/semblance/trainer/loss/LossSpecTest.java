package dev.semblance.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.semblance.core.OperatorException;
import dev.semblance.core.distance.Distance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LossSpecTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        multi-similarity | multi-similarity(distance=cosine, alpha=2, beta=40, epsilon=0.1, lmda=0.5, center=1, memory=0, memory-warm-up=0)
        triplet(positive=hard, negative=semi-hard, margin=0.50) | triplet(distance=cosine, positive=hard, negative=semi-hard, margin=0.5, memory=0, memory-warm-up=0)
        PN ( margin = soft , negative = SEMI_HARD ) | pn(distance=cosine, positive=hard, negative=semi-hard, margin=soft, memory=0, memory-warm-up=0)
        circle(gamma=256, distance=L2) | circle(distance=euclidean, gamma=256, margin=0.4, memory=0, memory-warm-up=0)
        soft_nearest_neighbour() | soft-nearest-neighbour(distance=squared_euclidean, temperature=1, memory=0, memory-warm-up=0)
        lifted-structure(memory=4096, memory-warm-up=1e3) | lifted-structure(distance=cosine, positive=hard, margin=1, memory=4096, memory-warm-up=1000)
        multiple-negatives-ranking | multiple-negatives-ranking(distance=inner_product, scale=20, memory=0, memory-warm-up=0)
        """)
    void shouldPrintAllParameters(String text, String canonical) {
        LossSpec spec = new LossSpec(text);

        assertThat(spec).hasToString(canonical);
        assertThat(new LossSpec(canonical)).isEqualTo(spec);
    }

    @Test
    void shouldKnowItsDistance() {
        assertThat(new LossSpec("triplet").distance()).isEqualTo(Distance.COSINE);
        assertThat(new LossSpec("triplet(distance=taxicab)").distance()).isEqualTo(Distance.MANHATTAN);
        assertThat(new LossSpec("multiple-negatives-ranking").distance()).isEqualTo(Distance.INNER_PRODUCT);
    }

    @ParameterizedTest
    @EnumSource(LossType.class)
    void shouldMakeEveryLossWithItsName(LossType type) {
        assertThat(new LossSpec(type.text()).create().getName()).isEqualTo(type.text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        triplets | there is no loss 'triplets'; choose one of multi-similarity, triplet, pn, circle, soft-nearest-neighbour, lifted-structure, multiple-negatives-ranking
        circle(beta=1) | loss circle has no parameter 'beta'; it has distance, gamma, margin, memory, memory-warm-up
        circle(gamma=1, gamma=2) | loss circle is given parameter 'gamma' twice
        circle(gamma=zero) | gamma of loss circle is a number, not zero
        circle(gamma=1e7) | gamma of loss circle is between -1000000 and 1000000, not 10000000
        circle(gamma=0) | gamma of loss circle is above 0 and at most 1000000, not 0
        circle(gamma=NaN) | gamma of loss circle is a number, not nan
        triplet(margin=-1) | margin of loss triplet is 0 to 1000000, not -1
        triplet(negative=harder) | negative of loss triplet is one of easy, semi-hard, hard, not harder
        triplet(positive=semi-hard) | positive of loss triplet is one of easy, hard, not semi-hard
        pn(memory=1.5) | memory of loss pn is a whole number from 0 to 1048576, not 1.5
        pn(memory-warm-up=-1) | memory-warm-up of loss pn is a whole number from 0 to 1048576, not -1
        pn(distance=hamming) | there is no distance 'hamming'; choose one of cosine, euclidean, squared_euclidean, manhattan, snr, inner_product
        multiple-negatives-ranking(distance=cosine) | distance of loss multiple-negatives-ranking is always inner_product, not cosine
        triplet(margin) | cannot read the loss 'triplet(margin)'; write it as name or name(parameter=value, parameter=value)
        triplet(margin=1 | cannot read the loss 'triplet(margin=1'; write it as name or name(parameter=value, parameter=value)
        triplet(margin=1,) | cannot read the loss 'triplet(margin=1,)'; write it as name or name(parameter=value, parameter=value)
        """)
    void shouldSayWhatIsWrongAndWhatThereIs(String text, String message) {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new LossSpec(text))
                .withMessage(message);
    }
}
