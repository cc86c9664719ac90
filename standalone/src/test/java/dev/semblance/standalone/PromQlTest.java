package dev.semblance.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semblance.standalone.PromQl.LabelMatcher;
import dev.semblance.standalone.PromQl.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromQlTest {
    @Test
    void shouldFindWhatIsSelectedAndGroupedBy() {
        PromQl expression = PromQl.parse("histogram_quantile(0.99, sum by (instance, le)"
                + " (rate(a_seconds_bucket{step=\"search\", host!~\"x|\\\"(\"}[5m]))) > 0.5");

        assertThat(expression.selectors())
                .containsExactly(new Selector(
                        "a_seconds_bucket",
                        List.of(new LabelMatcher("step", "=", "search"), new LabelMatcher("host", "!~", "x|\\\"("))));
        assertThat(expression.grouping()).containsExactly("instance", "le");
        assertThat(expression.isGrouped()).isTrue();
    }

    @Test
    void shouldFindEverySideOfAnExpression() {
        PromQl expression = PromQl.parse("time() - (a > 0) / 1000 and on (job) b{} or rate(c[1m]) == 1e3");

        assertThat(expression.selectors()).extracting(Selector::metric).containsExactly("a", "b", "c");
        assertThat(expression.grouping()).containsExactly("job");
        assertThat(PromQl.parse("a").isGrouped()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(a",
                "a)",
                "a{b=\"c\"",
                "rate(a[5m)",
                "rat(a[5m])",
                "sum by instance (a)",
                "a{b=\"c\" d=\"e\"}",
                "a ? b",
                "a{b=\"c}"
            })
    void shouldRefuseWhatIsNoExpression(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> PromQl.parse(expression));
    }
}
