package cn.laohekou.hub.runtime.api;

import static cn.laohekou.hub.runtime.api.Realm.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may archive, through the real identity server. */
@QuarkusTest
@QuarkusTestResource(HubServices.class)
class ArchivesApiTest {

    private static final String ARCHIVES = "/api/v1/evidence/archives";

    @Test
    void onlyTheAuditAdministratorArchivesAndDeletes() {
        for (String user : List.of(Realm.SECURITY, Realm.SYSTEM_ADMIN, Realm.CIVIL)) {
            for (String path : List.of(ARCHIVES, ARCHIVES + "/node-1_1_2.zip/prune")) {
                Response refused = as(user).body("{}").post(path);
                assertThat(refused.<String>path("code")).as(user + path).isEqualTo("NOT_PERMITTED");
            }
            assertThat(as(user).get(ARCHIVES + "/node-1_1_2.zip").statusCode()).isEqualTo(403);
        }
    }

    @Test
    void whatIsYoungIsNotArchivedWhateverDateIsAskedFor() {
        Response all = as(Realm.AUDIT).body("{}").post(ARCHIVES);
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(all.<Object>path("archive")).isNull();

        Response tooYoung = as(Realm.AUDIT)
                .body(Map.of(
                        "before", LocalDate.now(ZoneOffset.UTC).minusYears(2).toString()))
                .post(ARCHIVES);
        assertThat(tooYoung.<String>path("code")).isEqualTo("PARAMETER_INVALID");
        assertThat(tooYoung.<List<String>>path("errors.pointer")).containsExactly("/before");
        assertThat(as(Realm.AUDIT)
                        .body(Map.of("before", "yesterday"))
                        .post(ARCHIVES)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void anArchiveThatIsNotThereIsNotFoundAndThatItWasAskedForIsOnRecord() {
        assertThat(as(Realm.AUDIT).get(ARCHIVES + "/node-1_1_2.zip").<String>path("code"))
                .isEqualTo("NOT_FOUND");
        assertThat(as(Realm.AUDIT)
                        .body(Map.of("bundle", "0".repeat(64)))
                        .post(ARCHIVES + "/node-1_1_2.zip/prune")
                        .<String>path("code"))
                .isEqualTo("NOT_FOUND");
        assertThat(as(Realm.AUDIT).get(ARCHIVES).<List<Object>>path("files")).isEmpty();
        as(Realm.AUDIT).body("{}").post(ARCHIVES).then().statusCode(200);
        assertThat(as(Realm.AUDIT)
                        .queryParam("kind", "audit")
                        .queryParam("purpose", "evidence.archive")
                        .get("/api/v1/evidence")
                        .<List<Object>>path("items"))
                .isNotEmpty();
    }
}
