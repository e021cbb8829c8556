package cn.laohekou.hub.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every management call that changes something takes the second factor, or says here why it does not. */
class StepUpCoverageTest {

    private static final String PROPOSES = "proposes; takes effect only by a decision that takes the second factor";
    private static final String STOPS = "only stops or narrows; an emergency must not wait for a security key";
    private static final String READS = "reads, and leaves its own record";
    private static final String OWN_TASK = "answers within an open matter of the own office, opens nothing";
    private static final String STATES = "states facts that open nothing until a grant or approval names them";

    /** The complete list of calls without a second factor. */
    private static final Map<String, String> WITHOUT = Map.ofEntries(
            Map.entry("DELETE /api/v1/connectors/{name}", STOPS),
            Map.entry("DELETE /api/v1/outgoing-addresses/{id}", STOPS),
            Map.entry("POST /api/v1/alerts/{id}/acknowledge", OWN_TASK),
            Map.entry("POST /api/v1/alerts/{id}/silence", OWN_TASK),
            Map.entry("POST /api/v1/applications", PROPOSES),
            Map.entry("POST /api/v1/applications/{id}/ask-extension", PROPOSES),
            Map.entry("POST /api/v1/applications/{id}/deliver", OWN_TASK),
            Map.entry("POST /api/v1/applications/{id}/supplement", PROPOSES),
            Map.entry("POST /api/v1/applications/{id}/withdraw", STOPS),
            Map.entry("POST /api/v1/catalogue-changes", STATES),
            Map.entry("POST /api/v1/certificates/notices", STOPS),
            Map.entry("POST /api/v1/connector-plugins/{plugin}/disable", STOPS),
            Map.entry("POST /api/v1/connector-plugins/{plugin}/validate", READS),
            Map.entry("POST /api/v1/connectors", PROPOSES),
            Map.entry("POST /api/v1/connectors/{name}/pause", STOPS),
            Map.entry(
                    "POST /api/v1/connectors/{name}/probe",
                    "asks the counterpart for a sign of life, within approved addresses"),
            Map.entry("POST /api/v1/connectors/{name}/restart", "runs again what is approved"),
            Map.entry("POST /api/v1/connectors/{name}/retire", STOPS),
            Map.entry("POST /api/v1/connectors/{name}/submit", PROPOSES),
            Map.entry("POST /api/v1/connectors/{name}/validate", READS),
            Map.entry("POST /api/v1/corrections", PROPOSES),
            Map.entry("POST /api/v1/corrections/{id}/answer", OWN_TASK),
            Map.entry("POST /api/v1/departments", STATES),
            Map.entry("POST /api/v1/departments/{code}/suspend", STOPS),
            Map.entry("POST /api/v1/disputes", PROPOSES),
            Map.entry("POST /api/v1/evidence/bundles", READS),
            Map.entry("POST /api/v1/evidence/disclosures", READS),
            Map.entry("POST /api/v1/evidence/lineage", READS),
            Map.entry("POST /api/v1/file-transfers/{id}/cancel", STOPS),
            Map.entry("POST /api/v1/file-transfers/{id}/retry", "runs what is granted once more"),
            Map.entry("POST /api/v1/grants", PROPOSES),
            Map.entry("POST /api/v1/grants/{name}/submit", PROPOSES),
            Map.entry("POST /api/v1/grants/{name}/suspend", STOPS),
            Map.entry("POST /api/v1/grants/{name}/validate", READS),
            Map.entry("POST /api/v1/jobs", "runs what is granted, now instead of later"),
            Map.entry("POST /api/v1/jobs/{id}/cancel", STOPS),
            Map.entry("POST /api/v1/notices/{id}/read", OWN_TASK),
            Map.entry("POST /api/v1/policy/decisions", READS),
            Map.entry("POST /api/v1/policy/dry-runs", READS),
            Map.entry("POST /api/v1/policy/unused/{grant}/cut", STOPS),
            Map.entry("POST /api/v1/purposes", STATES),
            Map.entry("POST /api/v1/reconciliations", "compares, and supplies what is granted already"),
            Map.entry("POST /api/v1/resources", PROPOSES),
            Map.entry("POST /api/v1/resources/{name}/pause", STOPS),
            Map.entry("POST /api/v1/resources/{name}/retire", STOPS),
            Map.entry("POST /api/v1/resources/{name}/submit", PROPOSES),
            Map.entry("POST /api/v1/resources/{name}/validate", READS),
            Map.entry("POST /api/v1/setup", "takes the set-up code; nobody has a security key on an empty home"),
            Map.entry("POST /api/v1/subscriptions/{name}/pause", STOPS),
            Map.entry("POST /api/v1/systems", "a system without grants; its credentials take the second factor"),
            Map.entry("POST /api/v1/systems/{id}/credentials/{credential}/revoke", STOPS),
            Map.entry("POST /api/v1/systems/{id}/disable", STOPS),
            Map.entry("POST /api/v1/tasks/{id}/complete", OWN_TASK),
            Map.entry("POST /api/v1/watermarks/traces", READS),
            Map.entry("PUT /api/v1/calendar/{year}", STATES),
            Map.entry("PUT /api/v1/connectors/{name}", PROPOSES),
            Map.entry("PUT /api/v1/departments/{code}", STATES),
            Map.entry("PUT /api/v1/grants/{name}", PROPOSES),
            Map.entry("PUT /api/v1/purposes/{code}", STATES),
            Map.entry("PUT /api/v1/resources/{name}", PROPOSES),
            Map.entry("PUT /api/v1/sharing-limits/{clock}", "moves a limit of the law downwards only"));

    @Test
    void everyCallThatChangesSomethingTakesTheSecondFactorOrIsListedWithAReason() throws Exception {
        Map<String, Boolean> calls = calls();
        Set<String> without = new TreeSet<>();
        calls.forEach((call, guarded) -> {
            if (!guarded) {
                without.add(call);
            }
        });

        assertThat(calls).as("resources were found at all").hasSizeGreaterThan(60);
        assertThat(without).isEqualTo(new TreeSet<>(WITHOUT.keySet()));
    }

    @Test
    void theHubsKeysAndSystemsCredentialsTakeTheSecondFactor() throws Exception {
        assertThat(calls())
                .containsEntry("POST /api/v1/keys/{name}/rotate", true)
                .containsEntry("POST /api/v1/keys/{name}/versions/{version}/retire", true)
                .containsEntry("POST /api/v1/systems/{id}/credentials", true)
                .containsEntry("PUT /api/v1/systems/{id}", true);
    }

    /** All calls other than GET, and whether the guard stands before them. */
    private static Map<String, Boolean> calls() throws IOException, ClassNotFoundException {
        Map<String, Boolean> calls = new TreeMap<>();
        for (Class<?> resource : resources()) {
            for (Method method : resource.getMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null && !verb.value().equals("GET")) {
                        calls.put(
                                verb.value() + ' ' + path(resource, method),
                                method.isAnnotationPresent(StepUp.class) || resource.isAnnotationPresent(StepUp.class));
                    }
                }
            }
        }
        return calls;
    }

    private static String path(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        return resource.getAnnotation(Path.class).value() + (own == null ? "" : own.value());
    }

    private static List<Class<?>> resources() throws IOException, ClassNotFoundException {
        java.nio.file.Path classes = java.nio.file.Path.of("target", "classes");
        List<String> names;
        try (Stream<java.nio.file.Path> files = Files.walk(classes.resolve("cn"))) {
            names = files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith("Api.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
        List<Class<?>> found = new ArrayList<>();
        for (String name : names) {
            Class<?> type = Class.forName(name, false, StepUpCoverageTest.class.getClassLoader());
            if (type.isAnnotationPresent(Path.class) && !Modifier.isAbstract(type.getModifiers())) {
                found.add(type);
            }
        }
        return found;
    }
}
