package cn.laohekou.hub.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // set before each test
class ApplierTest {

    private FakeHub hub;
    private Applier applier;

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub();
        applier = new Applier(new HubApi(hub.url(), "token"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void applyingEndsAtSubmittedAndNeverApproves() throws CommandFailed {
        Applier.Outcome outcome = applier.apply(connector("http://one"));

        assertThat(outcome).isEqualTo(new Applier.Outcome(Applier.Action.CREATED, true));
        assertThat(hub.calls())
                .contains("POST /api/v1/connectors/c/submit")
                .noneMatch(call -> call.contains("approve") || call.contains("consent"));
    }

    @Test
    void applyingTheSameAgainChangesNothing() throws CommandFailed {
        applier.apply(connector("http://one"));

        assertThat(applier.apply(connector("http://one")).action()).isEqualTo(Applier.Action.UNCHANGED);
        assertThat(applier.apply(connector("http://two")).action()).isEqualTo(Applier.Action.UPDATED);
    }

    @Test
    void aCounterpartThatIsDownDoesNotKeepARevisionFromBeingSubmitted() throws CommandFailed {
        hub.failProbes();

        assertThat(applier.apply(connector("http://one")).waiting()).isTrue();
    }

    @Test
    void entriesWithoutRevisionsAreWrittenUnderTheirCode() throws CommandFailed {
        Manifest department = new Manifest(ManifestKind.DEPARTMENT, "d1", "", object().put("name", "民政局"), "a.yaml");

        assertThat(applier.apply(department).action()).isEqualTo(Applier.Action.CREATED);
        assertThat(applier.apply(department).action()).isEqualTo(Applier.Action.UNCHANGED);
        assertThat(hub.calls()).contains("POST /api/v1/departments", "PUT /api/v1/departments/d1");
    }

    @Test
    void everyFieldAtFaultIsNamed() {
        Manifest wrong = new Manifest(ManifestKind.RESOURCE, "r", "", object().put("wrong", 1), "a.yaml");

        assertThatThrownBy(() -> applier.apply(wrong))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("REGISTRATION_INVALID")
                .hasMessageContaining("/spec/wrong");
    }

    @Test
    void validatingStoresNothing() throws CommandFailed {
        applier.validate(connector("http://one"));

        assertThat(applier.current(connector("http://one")).isMissingNode()).isTrue();
    }

    @Test
    void differencesShowNoSecret() throws CommandFailed {
        Manifest first = connector("http://one");
        assertThat(ManifestDiff.lines(applier.current(first), first))
                .contains("+ /settings/baseUrl: \"http://one\"", "+ /settings/apiKey: ***")
                .noneMatch(line -> line.contains("very-secret"));
        applier.apply(first);

        assertThat(ManifestDiff.lines(applier.current(first), first)).isEmpty();
        Manifest second = connector("http://two");
        assertThat(ManifestDiff.lines(applier.current(second), second))
                .containsExactly("~ /settings/baseUrl: \"http://one\" -> \"http://two\"");
    }

    private static Manifest connector(String url) {
        ObjectNode spec = object().put("plugin", "rest");
        spec.putObject("settings").put("baseUrl", url).put("apiKey", "very-secret");
        return new Manifest(ManifestKind.CONNECTOR, "c", "d1", spec, "a.yaml");
    }

    private static ObjectNode object() {
        return new ObjectMapper().createObjectNode();
    }
}
