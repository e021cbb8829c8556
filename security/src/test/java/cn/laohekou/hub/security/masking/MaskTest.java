package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskTest {

    @ParameterizedTest(name = "{0} of \"{1}\" is \"{2}\"")
    @CsvSource({
        "'cover:6,4', 420682199013451234, 420682********1234",
        "'cover:3,4', 13800138000, 138****8000",
        "'cover:0,0', 襄阳市老河口市, *******",
        "'cover:1,1', 王小明, 王*明",
        "'cover:1,1', 王明, **",
        "'cover:3,4', 1234567, *******",
        "'cover:3,4', 12345678, 123*5678",
        "'cover:6,4', '', ''",
        "'cover:1,1', 𠮷野家, 𠮷*家",
        "'truncate:4', 1990-01-01, 1990",
        "'truncate:2', 𠮷野家, 𠮷野",
        "'truncate:9', 短, 短",
        "'truncate:0', 全部, ''",
        "name, 王小明, 王**",
        "name, 欧阳修文, 欧阳**",
        "name, 司马光, 司马*",
        "name, 欧阳, 欧*",
        "name, 王, *",
        "name, '', ''",
        "name, 𠮷小明, 𠮷**",
        "zero, 1234.5, 0",
        "'round:2', 111.6756, 111.68",
        "'round:0', 2.5, 3",
        "'round:-2', 12345, 12300",
        "'round:2', 7, 7.00",
        "'round:1', -0.05, -0.1",
        "'round:0', 1E3, 1000",
        "'band:10', 37, 30",
        "'band:10', 30, 30",
        "'band:10', -5, -10",
        "'band:5', 12.9, 10",
        "'band:1000', 2.5E3, 2000",
        "'bands:18,35,60', 17, '(-∞,18)'",
        "'bands:18,35,60', 18, '[18,35)'",
        "'bands:18,35,60', 34.99, '[18,35)'",
        "'bands:18,35,60', 60, '[60,+∞)'",
        "'bands:-10', -10, '[-10,+∞)'",
        "none, 原样, 原样",
    })
    void eachMaskHidesWhatItPromises(String spec, String value, String masked) throws Unfilterable {
        Mask mask = Objects.requireNonNull(Mask.parse(spec));

        assertThat(mask.apply(value)).isEqualTo(masked);
        assertThat(mask.spec()).isEqualTo(spec);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hide",
                "cover",
                "cover:",
                "cover:1",
                "cover:1,",
                "cover:-1,2",
                "cover:1,-2",
                "cover:1,2,3",
                "cover:1, 2",
                "truncate",
                "truncate:-1",
                "truncate:1,2",
                "zero:1",
                "round",
                "round:31",
                "round:1,2",
                "name:1",
                "remove:1",
                "none:0",
                "None",
                " none",
                "cover:1000,1",
                "band",
                "band:0",
                "band:-5",
                "band:1,2",
                "bands",
                "bands:",
                "bands:2,1",
                "bands:1,1",
                "bands:1,2,",
                "pseudonym:1",
                "sm4:1",
                "SM4"
            })
    void aSpecificationNobodyEnforcesIsUnknown(String spec) {
        assertThat(Mask.parse(spec)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "1e-999", "1e99999999999", "9e2147483647"})
    void aNumberThatWouldUnfoldIntoAGiantTextIsNotRounded(String number) {
        Mask mask = Objects.requireNonNull(Mask.parse("round:2"));

        assertThatThrownBy(() -> mask.apply(number))
                .isInstanceOfSatisfying(
                        Unfilterable.class, e -> assertThat(e.reason()).isEqualTo(Unfilterable.Reason.LIMIT));
    }

    @Test
    void textMasksSuitTextAndNumberMasksSuitNumbersOnly() {
        assertThat(Objects.requireNonNull(Mask.parse("cover:1,1")).suits(LeafType.TEXT))
                .isTrue();
        assertThat(Objects.requireNonNull(Mask.parse("cover:1,1")).suits(LeafType.DATE))
                .isTrue();
        assertThat(Objects.requireNonNull(Mask.parse("cover:1,1")).suits(LeafType.INTEGER))
                .isFalse();
        assertThat(Objects.requireNonNull(Mask.parse("name")).suits(LeafType.BOOLEAN))
                .isFalse();
        assertThat(Objects.requireNonNull(Mask.parse("zero")).suits(LeafType.NUMBER))
                .isTrue();
        assertThat(Objects.requireNonNull(Mask.parse("zero")).suits(LeafType.TEXT))
                .isFalse();
        assertThat(Objects.requireNonNull(Mask.parse("bands:1")).suits(LeafType.NUMBER))
                .isTrue();
        assertThat(Objects.requireNonNull(Mask.parse("bands:1")).suits(LeafType.TEXT))
                .isFalse();
        assertThat(Objects.requireNonNull(Mask.parse("pseudonym")).suits(LeafType.NUMBER))
                .isFalse();
        assertThat(Objects.requireNonNull(Mask.parse("sm4")).suits(LeafType.BOOLEAN))
                .isTrue();
        assertThat(Objects.requireNonNull(Mask.parse("remove")).suits(LeafType.BOOLEAN))
                .isTrue();
    }
}
