package cn.laohekou.hub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupNoticeTest {

    private static final SetupCode CODE = new SetupCode("7QX4M-K2ZTE-9VHNA-D3RWB");
    private static final Map<String, String> ENVIRONMENT = Map.of("HUB_KEYCLOAK_URL", "https://id.example");

    @Test
    void anOpenedSetupShowsTheExactCommandForEachRole() throws IOException {
        List<String> lines = lines("{\"state\":\"OPENED\",\"until\":\"2026-01-01T01:00:00Z\"}");

        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).contains("2026-01-01T01:00:00Z");
        assertThat(lines)
                .contains("  deploy/hub setup --code 7QX4M-K2ZTE-9VHNA-D3RWB --role audit-administrator"
                        + " --token-endpoint https://id.example/realms/laohekou/protocol/openid-connect/token"
                        + " --user USER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"state\":\"OPEN_ALREADY\",\"until\":\"2026-01-01T01:00:00Z\"}",
                "{\"state\":\"SECRET_MISSING\"}",
                "{\"state\":\"DONE\"}",
                "{}"
            })
    void aCodeTheHubDidNotTakeIsNeverShown(String setup) throws IOException {
        assertThat(lines(setup)).noneMatch(line -> line.contains("7QX4M"));
    }

    @Test
    void withThreeAdministratorsNothingIsSaid() throws IOException {
        assertThat(lines("{\"state\":\"DONE\"}")).isEmpty();
    }

    @Test
    void whatIsMissingIsSaid() throws IOException {
        assertThat(lines("{\"state\":\"SECRET_MISSING\"}"))
                .singleElement()
                .asString()
                .contains("HUB_KEYCLOAK_SETUP_SECRET_FILE");
    }

    @Test
    void codesAreLongRandomAndHardToMisread() {
        SetupCode one = SetupCode.random();

        assertThat(one.text()).matches("([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}");
        assertThat(one).isNotEqualTo(SetupCode.random());
        assertThat(one.toString()).doesNotContain(one.text());
        assertThat(CODE.hash()).matches("[0-9a-f]{64}");
    }

    private static List<String> lines(String setup) throws IOException {
        JsonNode json = new ObjectMapper().readTree(setup);
        return SetupNotice.lines(json, CODE, ENVIRONMENT);
    }
}
