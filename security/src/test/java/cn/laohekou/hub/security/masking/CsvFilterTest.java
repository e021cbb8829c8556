package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.masking.Unfilterable.Reason;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFilterTest {

    private static TabularFilter.Builder builder(String... words) {
        TabularFilter.Builder builder = new TabularFilter.Builder();
        for (int i = 0; i < words.length; i++) {
            FilterBuilder.Problem problem = builder.add(XmlFilters.leaf(words[i], i));
            if (problem != null) {
                throw new IllegalArgumentException(words[i] + ": " + problem);
            }
        }
        return builder;
    }

    private static CsvFilter of(String... words) {
        return new CsvFilter(builder(words).build());
    }

    private static void refused(CsvFilter filter, byte[] answer, Reason reason) {
        assertThatThrownBy(() -> XmlFilters.filter(filter, answer))
                .isInstanceOfSatisfying(
                        Unfilterable.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static void refused(CsvFilter filter, String answer, Reason reason) {
        refused(filter, answer.getBytes(StandardCharsets.UTF_8), reason);
    }

    @Test
    void exactlyTheGrantedColumnsAreReleasedInTheOrderOfTheTable() throws Unfilterable {
        CsvFilter filter = of("地址", "name|TEXT|name", "age|INTEGER|band:10");

        assertThat(XmlFilters.filter(filter, "age,secret,name,地址\r\n37,s,王小明,\"东街,3\"\"号\"\"\r\n二楼\"\n,x,,\"\""))
                .isEqualTo("age,name,地址\r\n30,王**,\"东街,3\"\"号\"\"\r\n二楼\"\r\n,,\"\"\r\n");
    }

    @Test
    void rowsThatFailTheirConditionAreNotReleasedNorTold() throws Unfilterable {
        TabularFilter.Builder builder = builder("name", "-town", "-!id");
        builder.require("town", town -> town.startsWith("4206"));
        CsvFilter filter = new CsvFilter(builder.build());
        DistinctSubjects subjects = new DistinctSubjects();
        String table = "id,town,name\nA,420682,甲\nB,110000,乙\nC,,丙\nD,420600,丁\n";

        assertThat(XmlFilters.filter(filter, table.getBytes(StandardCharsets.UTF_8), Release.of(subjects)))
                .isEqualTo("name\r\n甲\r\n丁\r\n");
        assertThat(subjects.identifiers()).containsExactly("A", "D");
        assertThat(XmlFilters.told(filter, table)).containsExactly("0=甲", "0=丁");
    }

    @Test
    void aTableWithoutTheColumnOfARowConditionIsRefused() {
        TabularFilter.Builder builder = builder("name", "-town");
        builder.require("town", town -> true);

        refused(new CsvFilter(builder.build()), "name\n甲\n", Reason.WRONG_SHAPE);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() throws Unfilterable {
        assertThat(XmlFilters.filter(of("name"), "\uFEFFname,x\n甲,1\n")).isEqualTo("name\r\n甲\r\n");
    }

    @Test
    void aSingleColumnKeepsItsEmptyRecords() throws Unfilterable {
        assertThat(XmlFilters.filter(of("a"), "a,b\n,1\nx,2\n")).isEqualTo("a\r\n\"\"\r\nx\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,b\n1\"2,3\n",
                "a,b\n\"1\"2,3\n",
                "a,b\n\"1,3\n",
                "a,b\r1,2\r\n",
                "a,\n1,2\n",
                "a,b\n1,\u0000\n"
            })
    void whatIsNotATableIsRefusedWhole(String answer) {
        refused(of("a"), answer, Reason.MALFORMED);
    }

    @Test
    void recordsOfAnotherShapeOrTypeAndAmbiguousHeadersAreRefused() {
        refused(of("a"), "a,b\n1\n", Reason.WRONG_SHAPE);
        refused(of("a"), "a,b\n1,2,3\n", Reason.WRONG_SHAPE);
        refused(of("a|INTEGER"), "a,b\nx,2\n", Reason.WRONG_SHAPE);
        refused(of("a|DATE"), "a\n2026/01/01\n", Reason.WRONG_SHAPE);
        refused(of("a"), "a,b,a\n1,2,3\n", Reason.DUPLICATE_KEY);
        refused(of("a"), "a,z,z\n1,2,3\n", Reason.DUPLICATE_KEY);
        refused(of("a"), "a" + ",x".repeat(5000) + "\n", Reason.LIMIT);
        refused(of("a"), "a\n老\n".getBytes(Charset.forName("GB18030")), Reason.ENCODING);
        refused(of("a"), "a\n老\n".getBytes(StandardCharsets.UTF_16), Reason.ENCODING);
    }

    @Test
    void recordsOfAnyStreamAreFilteredOneByOne() throws Unfilterable {
        TabularFilter filter = builder("name|TEXT|name", "age|INTEGER").build();

        TabularFilter.Records records = filter.begin(List.of("age", "id", "name"), Release.of(subject -> {}));

        assertThat(records.header()).containsExactly("age", "name");
        assertThat(records.filter(new @Nullable String[] {"37", "4206", "王小明"})).containsExactly("37", "王**");
        assertThat(records.filter(new @Nullable String[] {null, null, null})).containsExactly(null, null);
    }
}
