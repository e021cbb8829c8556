package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import cn.laohekou.hub.security.masking.FilterBuilder.Problem;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterBuilderTest {

    private final FilterBuilder builder = new FilterBuilder();

    static Leaf leaf(String path, LeafType type, String mask) {
        return new Leaf(path, type, Objects.requireNonNull(Mask.parse(mask)), true, false, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "a[]", "a[].b", "a[][].b", "[]", "[].a", "[][]", "数据[].名称"})
    void everyPathOfKeysAndArraysIsUnderstood(String path) {
        assertThat(builder.add(leaf(path, LeafType.TEXT, "none"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a[", "a]", "a[]b", "a[0]", "a[].[]", "a.[]", "a[]]", "[a]"})
    void aMalformedPathIsRefused(String path) {
        assertThat(builder.add(leaf(path, LeafType.TEXT, "none"))).isEqualTo(Problem.MALFORMED_PATH);
    }

    @ParameterizedTest
    @CsvSource({
        "a, a.b, CONFLICTING_PATH",
        "a.b, a, CONFLICTING_PATH",
        "a[], a, CONFLICTING_PATH",
        "a, a[], CONFLICTING_PATH",
        "a[].b, a.b, CONFLICTING_PATH",
        "[].a, a, CONFLICTING_PATH",
        "a.b, a.b, DUPLICATE_PATH",
    })
    void onePlaceHasOneMeaning(String first, String second, Problem problem) {
        assertThat(builder.add(leaf(first, LeafType.TEXT, "none"))).isNull();

        assertThat(builder.add(leaf(second, LeafType.TEXT, "none"))).isEqualTo(problem);
    }

    @Test
    void aPathDeeperThanAnyAnswerIsRefused() {
        assertThat(builder.add(leaf("a.".repeat(64) + "a", LeafType.TEXT, "none")))
                .isEqualTo(Problem.TOO_DEEP);
    }

    @Test
    void aMaskThatCannotBeAppliedIsRefused() {
        assertThat(builder.add(leaf("a", LeafType.INTEGER, "cover:1,1"))).isEqualTo(Problem.UNSUITABLE_MASK);
    }

    @Test
    void aFilterWithoutLeavesIsNotBuilt() {
        assertThatIllegalStateException().isThrownBy(builder::build);
    }
}
