package cn.laohekou.hub.security.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatementTest {

    @Test
    void everythingMissingIsNamedAtOnce() {
        assertThat(new Statement("", " ", "", "by-post", "", "").missing()).containsExactly(Statement.Item.values());
    }

    @Test
    void aCompleteStatementMissesNothing() {
        assertThat(new Statement("条例第二十条", "派单", "城运中心坐席", "service-interface", "王主任", "2026-11-01").missing())
                .isEmpty();
    }

    @Test
    void aFieldRaisesItsResource() {
        assertThat(DataLevel.of(1, List.of(2, 3, 1))).isEqualTo(3);
        assertThat(DataLevel.of(4, List.of(1))).isEqualTo(4);
        assertThat(DataLevel.of(2, List.of(DataLevel.CORE))).isEqualTo(DataLevel.CORE);
        assertThat(DataLevel.zh(DataLevel.IMPORTANT)).isEqualTo("重要数据");
    }

    @Test
    void aResidentIdInFreeTextIsFound() {
        assertThat(PersonalText.holdsResidentId("张三 11010519491231002X 地址有误")).isTrue();
        assertThat(PersonalText.holdsResidentId("张三 110105194912310021 地址有误")).isFalse();
        assertThat(PersonalText.holdsResidentId("统一代码 11420682MB00001077")).isFalse();
    }

    @Test
    void anObjectionNeedsARuleThatExists() {
        assertThat(ReviewRule.named("LEAST_DATA")).contains(ReviewRule.LEAST_DATA);
        assertThat(ReviewRule.named("I_DO_NOT_LIKE_IT")).isEmpty();
    }
}
