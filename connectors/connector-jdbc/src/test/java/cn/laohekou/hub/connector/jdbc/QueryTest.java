package cn.laohekou.hub.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    private static final Map<String, ParameterType> ID = Map.of("id", ParameterType.STRING);

    @Test
    void parametersBecomeMarksAndNothingElseDoes() throws Exception {
        Query query = Query.of("q", """
                select a::text, ':id', "x:id", `y:id` -- :id is a comment
                /* :id */ from t where a = :id and b = :id""", ID);

        assertThat(query.sql()).isEqualTo("select a::text, ':id', \"x:id\", `y:id`    from t where a = ? and b = ?");
        assertThat(query.order()).containsExactly("id", "id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1 where a = :id; delete from t",
                "delete from t where a = :id",
                "update t set a = :id",
                "call p(:id)",
                "select 'open where a = :id",
                "select $$ ; $$ where a = :id",
                "select '\\' or a = :id",
                "select 1 /* open where a = :id",
                "select 1 /* a /* b */ where a = :id",
                "select 1 where a = ? and b = :id",
                "",
                "copy t to program 'x' -- :id"
            })
    void whatIsNoSingleSelectIsRefused(String sql) {
        assertThatThrownBy(() -> Query.of("q", sql, ID)).isInstanceOf(ConnectorFault.class);
    }

    @Test
    void aHintThatMariaDbWouldRunIsLeftOut() throws Exception {
        assertThat(Query.of("q", "select a /*! into outfile '/tmp/x' */ from t where a = :id", ID)
                        .sql())
                .doesNotContain("outfile");
    }

    @Test
    void parametersAndTheirTypesGoTogether() {
        assertThatThrownBy(() -> Query.of("q", "select :other, :id", ID)).hasMessageContaining("other");
        assertThatThrownBy(() -> Query.of("q", "select 1", ID)).hasMessageContaining("id");
        assertThatThrownBy(() ->
                        Queries.of(Map.of("q", Map.of("sql", "select :id", "parameters", Map.of("id", "text")))))
                .hasMessageContaining("string");
        assertThatThrownBy(() -> Queries.of(Map.of("q", "select 1"))).hasMessageContaining("sql");
        assertThatThrownBy(() -> Queries.of(Map.of())).hasMessageContaining("queries");
    }
}
