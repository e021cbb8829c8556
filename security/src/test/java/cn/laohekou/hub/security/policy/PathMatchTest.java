package cn.laohekou.hub.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.policy.PathMatch.BadPath;
import cn.laohekou.hub.security.policy.PathMatch.Matched;
import cn.laohekou.hub.security.policy.PathMatch.MethodNotAllowed;
import cn.laohekou.hub.security.policy.PathMatch.NoSuchOperation;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathMatchTest {

    private final CompiledResource resource = CompiledResource.compile(Samples.resource());

    @ParameterizedTest
    @CsvSource({
        "GET, villages, villages",
        "GET, %76illages, villages",
        "POST, persons/lookup, lookup",
        "GET, towns/420682100/summary, town-summary",
        "GET, towns/420682100/villages/01, village",
    })
    void aDeclaredPathIsFound(String method, String path, String operation) {
        assertThat(resource.match(method, path))
                .isInstanceOfSatisfying(
                        Matched.class, m -> assertThat(m.operation().name()).isEqualTo(operation));
    }

    @Test
    void pathValuesAreDecoded() {
        assertThat(resource.match("GET", "towns/%E5%AD%9F%E6%A5%BC/villages/a%20b+c@:d"))
                .isInstanceOfSatisfying(
                        Matched.class,
                        m -> assertThat(m.pathValues()).isEqualTo(Map.of("town", "孟楼", "village", "a b+c@:d")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"town", "villages/x", "towns/1", "towns/1/summary/2", "towns/1/other", "VILLAGES", "towns"})
    void anUndeclaredPathIsNoOperation(String path) {
        assertThat(resource.match("GET", path)).isInstanceOf(NoSuchOperation.class);
    }

    @ParameterizedTest
    @CsvSource({"POST, villages, GET", "DELETE, villages, GET", "GET, persons/lookup, POST", "get, villages, GET"})
    void anotherMethodIsNotAllowedAndTheDeclaredOnesAreNamed(String method, String path, String allowed) {
        assertThat(resource.match(method, path))
                .isInstanceOfSatisfying(
                        MethodNotAllowed.class, m -> assertThat(m.allowed()).containsExactly(allowed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/villages",
                "villages/",
                "towns//summary",
                "towns/./summary",
                "towns/../villages",
                "..",
                ".",
                "towns/%2e%2e/villages",
                "towns/%2E/summary",
                "towns/.%2e/villages",
                "towns/1%2fsummary",
                "towns/1%2Fx/summary",
                "towns/1%5c../summary",
                "towns/1\\2/summary",
                "towns/1;v=2/summary",
                "towns/1%3Bv=2/summary",
                "towns/%252e%252e/summary",
                "towns/1%25/summary",
                "towns/%00/summary",
                "towns/a%0d%0aX:y/summary",
                "towns/%7f/summary",
                "towns/%C2%85/summary",
                "towns/%E2%80%A8/summary",
                "towns/%c0%ae%c0%ae/summary",
                "towns/%c0%af/summary",
                "towns/%e0%80%af/summary",
                "towns/%ed%a0%80/summary",
                "towns/%ff/summary",
                "towns/%/summary",
                "towns/%4/summary",
                "towns/%4g/summary",
                "towns/%g4/summary",
                "towns/a b/summary",
                "towns/孟楼/summary",
                "towns/a\u0000/summary",
                "towns/a?x=1/summary",
                "towns/a%3fx=1/summary",
                "towns/a%23/summary",
                "towns/a#b/summary",
                "towns/<a>/summary",
                "towns/{town}/summary",
                "towns/a\"/summary",
                "towns/%/summary",
                "villages%2f",
                "http://evil/villages",
                "//evil/villages",
                "%2e%2e/villages",
                "villages/..",
                "towns/a%E2%80%A9/summary"
            })
    void aPathThatCouldBeReadTwoWaysNeverMatches(String path) {
        assertThat(resource.match("GET", path)).isInstanceOf(BadPath.class);
    }

    @Test
    void endlessPathsAreRefusedUnread() {
        assertThat(resource.match("GET", "towns/" + "1".repeat(3000) + "/summary"))
                .isInstanceOf(BadPath.class);
        assertThat(resource.match("GET", "a/".repeat(100) + "a")).isInstanceOf(BadPath.class);
    }

    @Test
    void aLiteralSegmentWinsOverAParameter() {
        Parameter id = Samples.parameter("id", Parameter.In.PATH, ValueType.STRING, true);
        CompiledResource mixed = CompiledResource.compile(Samples.resource(
                "mixed",
                java.util.List.of(
                        Samples.operation("any", "GET", "items/{id}", 0, id),
                        Samples.operation("latest", "GET", "items/latest", 0)),
                Samples.FIELDS));

        assertThat(mixed.findings()).isEmpty();
        assertThat(mixed.match("GET", "items/lat%65st"))
                .isInstanceOfSatisfying(
                        Matched.class, m -> assertThat(m.operation().name()).isEqualTo("latest"));
        assertThat(mixed.match("GET", "items/7"))
                .isInstanceOfSatisfying(
                        Matched.class, m -> assertThat(m.operation().name()).isEqualTo("any"));
    }
}
