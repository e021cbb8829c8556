package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatermarkTest {

    private static final TestKeyring KEYRING = new TestKeyring();
    private static final List<String> SYSTEMS =
            IntStream.range(0, 300).mapToObj(i -> "system-" + i).toList();

    private static FieldKeys keys(String system) {
        return new ConsumerKeys(KEYRING, system, "department/x", "standard-address", field -> "address");
    }

    private static Mask marked(LeafType type, String spec) {
        Mask mask = Objects.requireNonNull(Mask.parse(spec));
        return Objects.requireNonNull(Watermark.of(type, mask)).on(mask);
    }

    private static List<String> released(String system, Mask mask, int rows, IntFunction<String> value)
            throws Unfilterable {
        List<String> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            values.add(mask.apply(value.apply(row), 1, keys(system)));
        }
        return values;
    }

    private static WatermarkTrace.Report trace(List<String> sample) {
        return new WatermarkTrace(KEYRING).trace("standard-address", "address", sample, SYSTEMS);
    }

    @Test
    void aFewLeakedRowsInAnyOrderNameTheirConsumerAndNobodyElse() throws Unfilterable {
        List<String> released = released("system-7", marked(LeafType.TEXT, "none"), 5000, row -> "孟楼镇孟楼村" + row + "号");
        Collections.shuffle(released, new Random(1));

        WatermarkTrace.Report report = trace(released.subList(0, 4));

        assertThat(report.marked()).isEqualTo(4);
        assertThat(report.suspects())
                .filteredOn(WatermarkTrace.Suspect::named)
                .singleElement()
                .satisfies(suspect -> {
                    assertThat(suspect.system()).isEqualTo("system-7");
                    assertThat(suspect.agreeing()).isEqualTo(4);
                    assertThat(suspect.confidence()).isGreaterThan(0.999_999);
                });
    }

    @Test
    void aSingleRowIsNotEnoughToAccuseAnybody() throws Unfilterable {
        List<String> released = released("system-7", marked(LeafType.TEXT, "none"), 1, row -> "孟楼村");

        assertThat(trace(released).suspects()).noneMatch(WatermarkTrace.Suspect::named);
    }

    @Test
    void unmarkedOrForeignRowsAccuseNobody() throws Unfilterable {
        List<String> foreign =
                released("system-of-another-city", marked(LeafType.TEXT, "none"), 2000, row -> "村" + row);
        List<String> plain = IntStream.range(0, 2000).mapToObj(row -> "村" + row).toList();

        assertThat(trace(foreign).suspects()).noneMatch(WatermarkTrace.Suspect::named);
        assertThat(trace(plain).marked()).isZero();
        assertThat(trace(plain).suspects()).isEmpty();
        assertThat(trace(List.of()).suspects()).isEmpty();
    }

    @Test
    void rowsOfTwoConsumersPutTogetherNameBoth() throws Unfilterable {
        Mask mask = marked(LeafType.TEXT, "cover:3,0");
        List<String> mixed = new ArrayList<>(released("system-1", mask, 40, row -> "孟楼镇第" + "一".repeat(row + 1)));
        mixed.addAll(released("system-2", mask, 40, row -> "竹林桥第" + "一".repeat(row + 1)));

        assertThat(trace(mixed).suspects())
                .filteredOn(WatermarkTrace.Suspect::named)
                .extracting(WatermarkTrace.Suspect::system)
                .containsExactlyInAnyOrder("system-1", "system-2");
    }

    @Test
    void aMarkedNumberIsStillTheNumberThatWasGranted() throws Unfilterable {
        Mask mask = marked(LeafType.NUMBER, "round:4");
        Mask plain = Objects.requireNonNull(Mask.parse("round:4"));
        Random random = new Random(2);
        List<String> released = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String value = BigDecimal.valueOf(random.nextLong(-1_800_000_000, 1_800_000_000), 7)
                    .toPlainString();
            String marked = mask.apply(value, 1, keys("system-9"));
            released.add(new BigDecimal(marked).stripTrailingZeros().toPlainString());
            assertThat(new BigDecimal(marked).setScale(4, RoundingMode.HALF_UP).toPlainString())
                    .isEqualTo(plain.apply(value));
        }

        WatermarkTrace.Report report = trace(released.subList(100, 130));

        assertThat(report.suspects())
                .filteredOn(WatermarkTrace.Suspect::named)
                .extracting(WatermarkTrace.Suspect::system)
                .containsExactly("system-9");
    }

    @Test
    void aMarkedTextShowsTheSameAndIsMarkedTheSameAgain() throws Unfilterable {
        Mask mask = marked(LeafType.TEXT, "none");

        String marked = mask.apply("孟楼村 3 号", 1, keys("system-1"));

        assertThat(marked).isNotEqualTo("孟楼村 3 号");
        assertThat(marked.replaceAll("\\p{Cf}", "")).isEqualTo("孟楼村 3 号");
        assertThat(mask.apply("孟楼村 3 号", 1, keys("system-1"))).isEqualTo(marked);
        assertThat(mask.apply("", 1, keys("system-1"))).isEmpty();
        assertThat(mask.apply("a\u200Bb", 1, keys("system-1"))).isEqualTo("a\u200Bb");
    }

    @Test
    void marksGivenUnderAnOlderKeyAreStillTraced() throws Unfilterable {
        TestKeyring keyring = new TestKeyring();
        FieldKeys before = new ConsumerKeys(keyring, "system-3", "department/x", "r", field -> "f");
        Mask mask = marked(LeafType.TEXT, "none");
        List<String> sample = new ArrayList<>();
        for (int row = 0; row < 10; row++) {
            sample.add(mask.apply("村" + row, 1, before));
        }

        keyring.rotate();

        assertThat(new WatermarkTrace(keyring).trace("r", "f", sample, SYSTEMS).suspects())
                .filteredOn(WatermarkTrace.Suspect::named)
                .extracting(WatermarkTrace.Suspect::system)
                .containsExactly("system-3");
    }

    @Test
    void onlyTextsAndRoundedNumbersCarryMarks() {
        Mask none = Objects.requireNonNull(Mask.parse("none"));
        assertThat(Watermark.of(LeafType.NUMBER, none)).isNull();
        assertThat(Watermark.of(LeafType.INTEGER, Objects.requireNonNull(Mask.parse("round:-1"))))
                .isNull();
        assertThat(Watermark.of(LeafType.NUMBER, Objects.requireNonNull(Mask.parse("round:-1"))))
                .isNull();
        assertThat(Watermark.of(LeafType.BOOLEAN, none)).isNull();
        assertThat(Watermark.of(LeafType.DATE, none)).isNull();
        assertThat(Watermark.of(LeafType.TEXT, Objects.requireNonNull(Mask.parse("pseudonym"))))
                .isNull();
        assertThat(Watermark.of(LeafType.TEXT, Objects.requireNonNull(Mask.parse("sm4"))))
                .isNull();
        assertThat(Watermark.of(LeafType.TEXT, Objects.requireNonNull(Mask.parse("remove"))))
                .isNull();
        assertThat(Watermark.of(LeafType.NUMBER, Objects.requireNonNull(Mask.parse("bands:1,2"))))
                .isNull();
    }
}
