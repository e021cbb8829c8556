package cn.laohekou.hub.connector.catalogue;

import static cn.laohekou.hub.connector.catalogue.Kamelets.errors;
import static cn.laohekou.hub.connector.catalogue.Kamelets.with;
import static cn.laohekou.hub.connector.catalogue.Kamelets.withStep;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginValidatorTest {

    private static final String TEMPLATE = "/spec/template/from/steps";

    @Test
    void aPlainKameletIsAcceptedWithAWordAboutWhatItLacks() {
        List<Finding> findings = new PluginValidator().validate(Kamelets.NAME, Kamelets.VALID.getBytes(UTF_8));

        assertThat(findings).hasSize(2).noneMatch(Finding::isError);
        assertThat(findings).extracting(Finding::pointer).containsExactly("/contract.yaml", "/README.md");
    }

    @Test
    void everyFindingSpeaksBothLanguages() {
        assertThat(errors(with("kind: Kamelet", "kind: Pod"))).allSatisfy(finding -> {
            assertThat(finding.chinese()).matches("(?s).*\\p{IsHan}.*");
            assertThat(finding.english()).isNotBlank().doesNotMatch("(?s).*\\p{IsHan}.*");
        });
    }

    static Stream<Arguments> brokenStructures() {
        return Stream.of(
                Arguments.of("/kind", with("kind: Kamelet", "kind: Pod")),
                Arguments.of("/apiVersion", with("camel.apache.org/v1\n", "v1\n")),
                Arguments.of("/metadata/name", with("name: weather", "name: other-name")),
                Arguments.of("/metadata/name", with("name: weather", "name: Weather_1")),
                Arguments.of("/metadata/namespace", with("  name: weather", "  namespace: x\n  name: weather")),
                Arguments.of("/status", with("kind: Kamelet", "kind: Kamelet\nstatus: {}")),
                Arguments.of("/spec/sources", with("spec:\n", "spec:\n  sources: []\n")),
                Arguments.of(
                        "/metadata/labels/camel.apache.org~1kamelet.type",
                        with("kamelet.type: sink", "kamelet.type: source")),
                Arguments.of("/spec/dependencies/0", with("spec:\n", "spec:\n  dependencies: [\"mvn:evil:evil:1\"]\n")),
                Arguments.of(
                        "/spec/dependencies/0", with("spec:\n", "spec:\n  dependencies: [\"github:evil/evil\"]\n")),
                Arguments.of("/spec/definition/title", with("    title: 气象 Weather\n", "")),
                Arguments.of(
                        "/spec/definition/additionalProperties",
                        with("additionalProperties: false", "additionalProperties: true")),
                Arguments.of("/spec/definition/additionalProperties", with("    additionalProperties: false\n", "")),
                Arguments.of("/spec/definition/type", with("    type: object\n", "    type: array\n")),
                Arguments.of("/spec/definition/required", with("required: [baseUrl]", "required: [baseUrl, ghost]")),
                Arguments.of("/spec/definition/properties/baseUrl", with("        title: 基础地址 Base address\n", "")),
                Arguments.of("/spec/definition/properties/baseUrl", with("        description: 地址。Address.\n", "")),
                Arguments.of("/spec/definition/properties/baseUrl", with("    required: [baseUrl]\n", "")),
                Arguments.of("/spec/definition/properties/token", with("        format: password\n", "")),
                Arguments.of("/spec/definition/properties/token", with("default: \"\"", "default: s3cr3t")),
                Arguments.of("/spec/definition/properties/routeId", with("      token:", "      routeId:")),
                Arguments.of("/spec/definition/properties/Token", with("      token:", "      Token:")),
                Arguments.of(
                        "/spec/definition/properties/token/$ref",
                        with("format: password", "$ref: file:///etc/passwd\n        format: password")),
                Arguments.of(
                        "/spec/definition/properties/token/pattern",
                        with("format: password", "pattern: \"(\"\n        format: password")),
                Arguments.of(
                        "/spec/definition/properties/token/pattern",
                        with("format: password", "pattern: \"" + "a".repeat(301) + "\"\n        format: password")),
                Arguments.of("/spec/definition/properties/token", with("              apiKey: \"{{?token}}\"\n", "")),
                Arguments.of(TEMPLATE + "/1/to/parameters/apiKey", with("{{?token}}", "{{?ghost}}")));
    }

    @ParameterizedTest
    @MethodSource("brokenStructures")
    void aBrokenStructureIsNamedAtItsPlace(String pointer, String kamelet) {
        assertThat(errors(kamelet)).extracting(Finding::pointer).contains(pointer);
    }

    static Stream<Arguments> forbiddenTemplates() {
        return Stream.of(
                // beans, scripts, further routes
                Arguments.of(
                        "/spec/template/beans",
                        with("  template:\n", "  template:\n    beans: [{name: a, type: java.io.File}]\n")),
                Arguments.of(
                        "/spec/template/route",
                        with("  template:\n", "  template:\n    route: {from: {uri: direct:a}}\n")),
                Arguments.of("/spec/template/from/uri", with("uri: kamelet:source", "uri: timer:x")),
                Arguments.of(
                        "/spec/template/from/parameters",
                        with("      uri: kamelet:source", "      uri: kamelet:source\n      parameters: {a: b}")),
                // components
                Arguments.of(TEMPLATE + "/1/to", withStep("- to: exec:id")),
                Arguments.of(TEMPLATE + "/1/to", withStep("- to: \"file:/etc?fileName=passwd\"")),
                Arguments.of(TEMPLATE + "/1/to", withStep("- to: bean:hubOutgoingGuard")),
                Arguments.of(TEMPLATE + "/1/to", withStep("- to: http:169.254.169.254")),
                Arguments.of(TEMPLATE + "/1/to", withStep("- to: class:java.lang.Runtime")),
                Arguments.of(TEMPLATE + "/1/to", withStep("- to: direct:connector-other")),
                Arguments.of(TEMPLATE + "/1/to", withStep("- to: kamelet:rest/other")),
                Arguments.of(TEMPLATE + "/1/to", withStep("- to: \"{{baseUrl}}\"")),
                Arguments.of(TEMPLATE + "/1/to", with("hub-http:{{connector}}", "hub-http:public-security")),
                Arguments.of(
                        TEMPLATE + "/1/to", with("hub-http:{{connector}}", "hub-http:{{connector}}?apiKey={{token}}")),
                Arguments.of(
                        TEMPLATE + "/1/to/parameters/lazyStartProducer",
                        with(
                                "baseUrl: \"{{baseUrl}}\"",
                                "baseUrl: \"{{baseUrl}}\"\n              lazyStartProducer: true")),
                // steps
                Arguments.of(TEMPLATE + "/1/toD", withStep("- toD: {uri: \"hub-http:x\"}")),
                Arguments.of(TEMPLATE + "/1/script", withStep("- script: {groovy: \"1\"}")),
                Arguments.of(TEMPLATE + "/1/bean", withStep("- bean: {beanType: java.lang.Runtime}")),
                Arguments.of(TEMPLATE + "/1/process", withStep("- process: {ref: x}")),
                Arguments.of(TEMPLATE + "/1/log", withStep("- log: {message: \"${body}\"}")),
                Arguments.of(TEMPLATE + "/1/recipientList", withStep("- recipientList: {header: x}")),
                Arguments.of(TEMPLATE + "/1/pollEnrich", withStep("- pollEnrich: {constant: \"file:/etc\"}")),
                Arguments.of(TEMPLATE + "/1/kamelet", withStep("- kamelet: {name: rest}")),
                Arguments.of(TEMPLATE + "/1/doTry", withStep("- doTry: {steps: []}")),
                Arguments.of(TEMPLATE + "/1/to/disabled", withStep("- to: {uri: kamelet:sink, disabled: true}")),
                // languages
                Arguments.of(TEMPLATE + "/1/setBody/simple", withStep("- setBody: {simple: \"x\"}")),
                Arguments.of(TEMPLATE + "/1/setBody/groovy", withStep("- setBody: {groovy: \"x\"}")),
                Arguments.of(
                        TEMPLATE + "/1/setBody/method", withStep("- setBody: {method: {beanType: java.lang.Runtime}}")),
                Arguments.of(
                        TEMPLATE + "/1/setBody/expression/ognl", withStep("- setBody: {expression: {ognl: \"x\"}}")),
                Arguments.of(
                        TEMPLATE + "/1/setBody/language",
                        withStep("- setBody: {language: {language: groovy, expression: x}}")),
                Arguments.of(
                        TEMPLATE + "/1/setBody/constant/resultType",
                        withStep("- setBody: {constant: {expression: x, resultType: java.net.URL}}")),
                Arguments.of(TEMPLATE + "/1/setBody", withStep("- setBody: {constant: a, header: b}")),
                Arguments.of(TEMPLATE + "/1/setBody", withStep("- setBody: {}")),
                Arguments.of(
                        TEMPLATE + "/1/choice/when/0/simple",
                        withStep("- choice: {when: [{simple: \"x\", steps: [{stop: {}}]}]}")),
                Arguments.of(
                        TEMPLATE + "/1/choice/otherwise/steps/0/script",
                        withStep("- choice: {otherwise: {steps: [{script: {groovy: x}}]}}")),
                Arguments.of(
                        TEMPLATE + "/1/filter/steps/0/to",
                        withStep("- filter: {header: a, steps: [{to: \"exec:id\"}]}")),
                // texts that mean something to Camel
                Arguments.of(
                        TEMPLATE + "/1/setBody/constant",
                        withStep("- setBody: {constant: \"resource:file:/etc/passwd\"}")),
                Arguments.of(TEMPLATE + "/1/setBody/constant", withStep("- setBody: {constant: \"{{env:PATH}}\"}")),
                Arguments.of(TEMPLATE + "/1/setBody/constant", withStep("- setBody: {constant: \"{{token}}\"}")),
                Arguments.of(TEMPLATE + "/1/setBody/constant", withStep("- setBody: {constant: \"${sys.user.home}\"}")),
                Arguments.of(
                        TEMPLATE + "/1/setHeader/name", withStep("- setHeader: {name: \"${bean:x}\", constant: a}")),
                Arguments.of(TEMPLATE + "/1/to/parameters/apiKey", with("{{?token}}", "a{{?token}}")),
                Arguments.of(TEMPLATE + "/1/to/parameters/apiKey", with("{{?token}}", "{{env:PATH}}")),
                Arguments.of(TEMPLATE + "/1/to/parameters/apiKey", with("{{?token}}", "{{token:fallback}}")),
                Arguments.of(TEMPLATE + "/1/to/parameters/apiKey", with("{{?token}}", "#bean:hubOutgoingGuard")),
                Arguments.of(TEMPLATE + "/1/to/parameters/apiKey", with("{{?token}}", "#class:java.lang.String")),
                Arguments.of(TEMPLATE + "/1/to/parameters/apiKey", with("{{?token}}", "RAW({{token}})")),
                // names that steer components or belong to the hub
                Arguments.of(
                        TEMPLATE + "/1/setHeader/name", withStep("- setHeader: {name: CamelHttpUri, constant: a}")),
                Arguments.of(
                        TEMPLATE + "/1/setHeader/name", withStep("- setHeader: {name: camelHttpUri, constant: a}")),
                Arguments.of(
                        TEMPLATE + "/1/setProperty/name",
                        withStep("- setProperty: {name: HubAnswerSink, constant: a}")),
                Arguments.of(
                        TEMPLATE + "/1/setProperty/name", withStep("- setProperty: {name: HubProbe, constant: a}")),
                Arguments.of(TEMPLATE + "/1/removeProperty/name", withStep("- removeProperty: {name: HubExchangeId}")));
    }

    @ParameterizedTest
    @MethodSource("forbiddenTemplates")
    void whatIsNotOnTheListIsRefusedAtItsPlace(String pointer, String kamelet) {
        assertThat(errors(kamelet)).extracting(Finding::pointer).contains(pointer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- setBody: {constant: \"\"}",
                "- setBody: {expression: {header: {expression: x, trim: true}}}",
                "- setHeader: {name: X-Plain, exchangeProperty: HubMethod}",
                "- removeHeaders: {pattern: \"*\"}",
                "- filter: {header: a, steps: [{stop: {}}]}",
                "- choice: {when: [{header: a, steps: [{stop: {}}]}], otherwise: {steps: [{setBody: {constant: b}}]}}",
                "- to: kamelet:sink"
            })
    void whatIsOnTheListIsAccepted(String step) {
        assertThat(errors(withStep(step))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "a: [",
                "a: 1\n---\nb: 2",
                "a: &x 1\nb: *x",
                "a: !!java.io.File x",
                "a: !custom x",
                "a: 1\na: 2",
                "\tx"
            })
    void aFileThatIsNotOnePlainDocumentIsRefused(String text) {
        assertThat(errors(text))
                .isNotEmpty()
                .allMatch(finding -> finding.pointer().isEmpty());
    }

    @Test
    void aBombIsRefusedBeforeItIsBuilt() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(errors(laughs.toString())).isNotEmpty();
        assertThat(errors("a: " + "[".repeat(5_000) + "]".repeat(5_000))).isNotEmpty();
        assertThat(errors(new byte[PluginFile.MAX_BYTES + 1])).hasSize(1);
        assertThat(errors(new byte[] {(byte) 0xFF, (byte) 0xFE, 'a'})).hasSize(1);
    }
}
