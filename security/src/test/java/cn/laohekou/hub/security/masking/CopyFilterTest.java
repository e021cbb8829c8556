package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows as bytes are filtered as the same rows as texts are. */
class CopyFilterTest {

    private static final List<String> HEADER = List.of("id", "name", "born", "income", "alive", "secret", "phone");

    private static final String[] TEXTS = {
        "王小明",
        "",
        "a\tb",
        "行\n尾\r",
        "back\\slash",
        "\\N",
        "N",
        "420682199001010011",
        "欧阳娜娜",
        "𠮷野",
        "\u000b\f\b",
        "'quoted'"
    };
    private static final String[] NUMBERS = {"1", "-7", "+5", "12.50", ".5", "1e3", " 8 ", "", "-", "1.2.3", "x", "007"
    };
    private static final String[] DATES = {"2026-01-01", " 2026-01-01", "2026-1-1", "", "2026-01-0x", "2026/01/01"};
    private static final String[] FLAGS = {"true", "false", "1", "0", "t", "yes", ""};

    private static TabularFilter filter(boolean tested) {
        TabularFilter.Builder builder = new TabularFilter.Builder();
        add(builder, "id", LeafType.INTEGER, "none", true, 0);
        add(builder, "name", LeafType.TEXT, "name", true, 1);
        add(builder, "born", LeafType.DATE, "none", true, 2);
        add(builder, "income", LeafType.NUMBER, "none", true, 3);
        add(builder, "alive", LeafType.BOOLEAN, "none", true, 4);
        add(builder, "phone", LeafType.TEXT, "none", true, 5);
        add(builder, "secret", LeafType.TEXT, "none", false, 6);
        if (tested) {
            builder.require("secret", value -> value.length() % 2 == 0);
        }
        return builder.build();
    }

    private static void add(
            TabularFilter.Builder builder, String path, LeafType type, String mask, boolean released, int number) {
        Mask parsed = Objects.requireNonNull(Mask.parse(mask));
        assertThat(builder.add(new Leaf(path, type, parsed, released, path.equals("secret"), number)))
                .isNull();
    }

    private static @Nullable String[] row(Random random) {
        return new @Nullable String[] {
            pick(random, NUMBERS),
            pick(random, TEXTS),
            pick(random, DATES),
            pick(random, NUMBERS),
            pick(random, FLAGS),
            pick(random, TEXTS),
            pick(random, TEXTS)
        };
    }

    private static @Nullable String pick(Random random, String[] values) {
        int at = random.nextInt(values.length + 1);
        return at == values.length ? null : values[at];
    }

    private static void append(RowBuffer rows, @Nullable String[] cells) {
        for (int i = 0; i < cells.length; i++) {
            if (i > 0) {
                rows.write('\t');
            }
            CopyText.cell(cells[i], rows);
        }
        rows.write('\n');
        rows.endRow();
    }

    @Test
    void everyRowIsReleasedRefusedOrLeftOutAsTheSameRowOfTextsIs() throws Unfilterable {
        Random random = new Random(20260101);
        for (int round = 0; round < 20_000; round++) {
            boolean tested = random.nextBoolean();
            @Nullable String[] cells = row(random);
            List<String> subjectsOfTexts = new ArrayList<>();
            List<@Nullable String> texts = null;
            boolean refusedAsTexts = false;
            try {
                @Nullable
                String[] released = filter(tested)
                        .begin(HEADER, Release.of(subjectsOfTexts::add))
                        .filter(cells.clone());
                texts = released == null ? null : Arrays.asList(released);
            } catch (Unfilterable e) {
                refusedAsTexts = true;
            }

            RowBuffer raw = new RowBuffer();
            append(raw, cells);
            RowBuffer out = new RowBuffer();
            List<Integer> refused = new ArrayList<>();
            List<String> subjects = new ArrayList<>();
            int left = CopyFilter.of(filter(tested), HEADER, Release.of(subjects::add))
                    .filter(raw, out, (row, why) -> refused.add(row));

            String shown = Arrays.toString(cells) + (tested ? " tested" : "");
            assertThat(!refused.isEmpty()).as(shown).isEqualTo(refusedAsTexts);
            assertThat(left).as(shown).isEqualTo(texts == null && !refusedAsTexts ? 1 : 0);
            assertThat(out.rows()).as(shown).isEqualTo(texts == null ? 0 : 1);
            if (texts != null) {
                assertThat(CopyText.values(out, 0)).as(shown).isEqualTo(texts);
                assertThat(subjects).as(shown).isEqualTo(subjectsOfTexts);
            } else {
                assertThat(out.size()).as(shown).isZero();
                assertThat(subjects).as(shown).isEmpty();
            }
        }
    }

    @Test
    void aRowThatIsNotWhatWasDeclaredIsRefusedAloneAndTheOthersGoOn() throws Unfilterable {
        RowBuffer raw = new RowBuffer();
        append(raw, new @Nullable String[] {"1", "王五", "2026-01-01", "1", "true", "s", "p"});
        append(raw, new @Nullable String[] {"one", "王五", "2026-01-01", "1", "true", "s", "p"});
        append(raw, new @Nullable String[] {"1", "too few"});
        append(raw, new @Nullable String[] {"4", "王五", "2026-01-01", "1", "true", "s", "p"});
        RowBuffer out = new RowBuffer();
        List<String> refused = new ArrayList<>();

        int left = CopyFilter.of(filter(false), HEADER, Release.of(subject -> {}))
                .filter(raw, out, (row, why) -> refused.add(row + " " + why.path()));

        assertThat(refused).containsExactly("1 id", "2 ");
        assertThat(left).isZero();
        assertThat(out.rows()).isEqualTo(2);
        assertThat(CopyText.values(out, 1)).containsExactly("4", "王*", "2026-01-01", "1", "true", "p");
    }
}
