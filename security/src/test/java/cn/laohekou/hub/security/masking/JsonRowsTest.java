package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonRowsTest {

    @Test
    void onlyRowsWhoseValuePassesAreReleasedWhereverTheValueStandsInTheRow() throws Unfilterable {
        JsonFilter filter = Filters.withRows(
                new String[] {"total:INTEGER", "data[].name", "-data[].home.town"},
                "data[].home.town",
                town -> town.startsWith("420682"));

        assertThat(Filters.filter(filter, """
                        {"total":5,"data":[{"name":"甲","home":{"town":"420682100"}},{"home":{"town":"420600"},"name":"乙"},
                        {"name":"丙"},{"name":"丁","home":{"town":null}},null,{"home":{"town":"420682"},"name":"戊"}]}""")).isEqualTo("{\"total\":5,\"data\":[{\"name\":\"甲\"},{\"name\":\"戊\"}]}");
    }

    @Test
    void allConditionsOfARowMustHoldAndRowsWithinRowsAreTestedByThemselves() throws Unfilterable {
        FilterBuilder builder = Filters.builder(
                "list[].a:INTEGER", "list[].b", "list[].sub[].x:INTEGER", "-list[].sub[].ok:BOOLEAN", "after");
        builder.require("list[].a", a -> a.equals("1"));
        builder.require("list[].b", "y"::equals);
        builder.require("list[].sub[].ok", "true"::equals);

        assertThat(Filters.filter(builder.build(), """
                        {"list":[{"a":1,"b":"y","sub":[{"x":1,"ok":true},{"x":2,"ok":false},{"ok":true,"x":3}]},
                        {"a":1,"b":"n","sub":[{"x":4,"ok":true}]},{"a":2,"b":"y"},{"b":"y","sub":[],"a":1}],"after":"z"}"""))
                .isEqualTo(
                        "{\"list\":[{\"a\":1,\"b\":\"y\",\"sub\":[{\"x\":1},{\"x\":3}]},{\"b\":\"y\",\"sub\":[],\"a\":1}],"
                                + "\"after\":\"z\"}");
    }

    @Test
    void elementsThatAreValuesAreRowsToo() throws Unfilterable {
        JsonFilter filter = Filters.withRows(new String[] {"tags[]"}, "tags[]", tag -> tag.length() == 1);

        assertThat(Filters.filter(filter, "{\"tags\":[\"a\",\"bb\",null,\"c\"]}"))
                .isEqualTo("{\"tags\":[\"a\",\"c\"]}");
    }

    @Test
    void anAnswerOutsideTheConditionBecomesAnEmptyObject() throws Unfilterable {
        JsonFilter filter = Filters.withRows(new String[] {"name", "town"}, "town", "x"::equals);

        assertThat(Filters.filter(filter, "{\"name\":\"甲\",\"town\":\"x\"}"))
                .isEqualTo("{\"name\":\"甲\",\"town\":\"x\"}");
        assertThat(Filters.filter(filter, "{\"name\":\"甲\",\"town\":\"y\"}")).isEqualTo("{}");
        assertThat(Filters.filter(filter, "{\"name\":\"甲\"}")).isEqualTo("{}");
        assertThat(Filters.filter(filter, "null")).isEqualTo("{}");
    }

    @Test
    void whoIsInAHiddenRowIsNotAmongTheSubjectsOfTheAnswer() throws Unfilterable {
        JsonFilter filter =
                Filters.withRows(new String[] {"[].name", "-@[].id", "-[].ok:BOOLEAN"}, "[].ok", "true"::equals);
        DistinctSubjects subjects = new DistinctSubjects();

        String filtered = Filters.filter(
                filter,
                "[{\"id\":\"A\",\"ok\":true},{\"id\":\"B\",\"ok\":false},{\"id\":\"C\"}]"
                        .getBytes(StandardCharsets.UTF_8),
                subjects);

        assertThat(filtered).isEqualTo("[{}]");
        assertThat(subjects.identifiers()).containsExactly("A");
    }

    @Test
    void aRowThatIsHeldBackIsBounded() {
        JsonFilter filter = Filters.withRows(new String[] {"[].a", "[].ok:BOOLEAN"}, "[].ok", "true"::equals);
        String answer = "[{\"a\":\"" + "x".repeat(5 * 1024 * 1024) + "\",\"ok\":true}]";

        assertThatThrownBy(() -> Filters.filter(filter, answer))
                .isInstanceOfSatisfying(
                        Unfilterable.class, e -> assertThat(e.reason()).isEqualTo(Unfilterable.Reason.LIMIT));
    }

    @Test
    void aHiddenRowIsStillCheckedForWhatMakesAnAnswerAmbiguous() {
        JsonFilter filter = Filters.withRows(new String[] {"[].a", "[].ok:BOOLEAN"}, "[].ok", "true"::equals);

        assertThatThrownBy(() -> Filters.filter(filter, "[{\"ok\":false,\"a\":\"x\",\"a\":\"y\"}]"))
                .isInstanceOf(Unfilterable.class);
        assertThatThrownBy(() -> Filters.filter(filter, "[{\"ok\":false,\"\\u006fk\":true}]"))
                .isInstanceOf(Unfilterable.class);
    }
}
