package cn.laohekou.hub.connector.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsValidatorTest {

    private final Plugin rest = PluginCatalogue.ofRelease().find("rest").orElseThrow();
    private final SettingsValidator validator = new SettingsValidator();

    @Test
    void goodSettingsHaveNoFindings() {
        assertThat(validate(Map.of(
                        "baseUrl",
                        "https://api.example.gov.cn:8443/v1",
                        "authentication",
                        "basic",
                        "username",
                        "hub",
                        "password",
                        "pw".toCharArray(),
                        "headers",
                        Map.of("X-Region", "420682"),
                        "requestTimeoutMs",
                        5000)))
                .isEmpty();
    }

    @Test
    void everyBadFieldIsNamedAtOnce() {
        List<Finding> findings = validate(Map.of(
                "baseUrl",
                "ftp://x",
                "authentication",
                "magic",
                "requestTimeoutMs",
                "soon",
                "maxConnections",
                0,
                "headers",
                Map.of("Bad Name", "x", "X-Fine", "line\nbreak"),
                "unknownOne",
                1));

        assertThat(findings)
                .extracting(Finding::pointer)
                .contains(
                        "/baseUrl",
                        "/authentication",
                        "/requestTimeoutMs",
                        "/maxConnections",
                        "/headers/X-Fine",
                        "/unknownOne")
                .anyMatch(pointer -> pointer.startsWith("/headers") && !pointer.equals("/headers/X-Fine"));
    }

    @Test
    void whatAnAuthenticationNeedsIsMissedByName() {
        assertThat(pointers(Map.of("baseUrl", "https://a.test", "authentication", "basic")))
                .containsExactlyInAnyOrder("/username", "/password");
        assertThat(pointers(Map.of("baseUrl", "https://a.test", "authentication", "apiKey")))
                .containsExactlyInAnyOrder("/apiKeyHeader", "/apiKey");
        assertThat(pointers(Map.of("baseUrl", "http://a.test", "authentication", "mtls")))
                .containsExactlyInAnyOrder("/baseUrl", "/clientCertificate", "/clientKey");
        assertThat(pointers(Map.of())).containsExactly("/baseUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{env:PATH}}",
                "https://user:pw@host/",
                "https://host/?a=b",
                "https://host/#x",
                "https://host/ x",
                "https://host\n",
                "file:///etc/passwd",
                ""
            })
    void aBaseAddressThatIsNoneIsRefused(String baseUrl) {
        assertThat(pointers(Map.of("baseUrl", baseUrl))).contains("/baseUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "cookie",
                "HOST",
                "Connection",
                "Content-Length",
                "content-type",
                "Transfer-Encoding",
                "TE",
                "Trailer",
                "Upgrade",
                "Expect",
                "Keep-Alive",
                "Accept-Encoding",
                "Range",
                "traceparent",
                "Tracestate",
                "Hub-Exchange-Id",
                "Proxy-Authorization"
            })
    void aHeaderThatIsNotTheDepartmentsIsRefusedWhenItIsRegistered(String name) {
        assertThat(pointers(Map.of("baseUrl", "https://a.test", "headers", Map.of(name, "x"))))
                .singleElement()
                .asString()
                .startsWith("/headers");
        boolean credential = name.equals("Authorization") || name.equals("cookie");
        assertThat(pointers(Map.of(
                        "baseUrl", "https://a.test", "authentication", "apiKey", "apiKey", "k", "apiKeyHeader", name)))
                .as("a key may go where credentials go")
                .isEqualTo(credential ? List.of() : List.of("/apiKeyHeader"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Host", "Hostname", "Content-Language", "X-Hub-Name", "Hubs", "Cookies", "A", "Te-x"})
    void aHeaderThatOnlyLooksLikeOneIsNot(String name) {
        assertThat(pointers(Map.of("baseUrl", "https://a.test", "headers", Map.of(name, "x"))))
                .isEmpty();
    }

    @Test
    void aFindingNeverRepeatsTheValue() {
        List<Finding> findings = validate(Map.of(
                "baseUrl", "s3cr3t",
                "authentication", "s3cr3t",
                "apiKey", "s3cr3t\n",
                "password", List.of("s3cr3t"),
                "maxConnections", "s3cr3t"));

        assertThat(findings).hasSizeGreaterThanOrEqualTo(5).allSatisfy(finding -> {
            assertThat(finding.chinese()).doesNotContain("s3cr3t").matches("(?s).*\\p{IsHan}.*");
            assertThat(finding.english()).doesNotContain("s3cr3t").isNotBlank();
        });
    }

    @Test
    void anUnknownPluginNamesThoseThereAre() {
        Finding finding = SettingsValidator.unknownPlugin(Set.of("rest", "another"));

        assertThat(finding.isError()).isTrue();
        assertThat(finding.english()).contains("another, rest");
    }

    private List<Finding> validate(Map<String, Object> settings) {
        return validator.validate(rest, settings);
    }

    private List<String> pointers(Map<String, Object> settings) {
        return validate(settings).stream().map(Finding::pointer).toList();
    }
}
