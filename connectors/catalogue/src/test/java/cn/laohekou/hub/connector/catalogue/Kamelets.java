package cn.laohekou.hub.connector.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Kamelet files for tests: a small valid one, and ways to spoil it. */
final class Kamelets {

    static final String NAME = "weather";

    static final String VALID = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: weather
              annotations:
                camel.apache.org/catalog.version: 2.1.0
              labels:
                camel.apache.org/kamelet.type: sink
            spec:
              definition:
                title: 气象 Weather
                description: 气象局接口。The weather office's interface.
                type: object
                additionalProperties: false
                required: [baseUrl]
                properties:
                  baseUrl:
                    title: 基础地址 Base address
                    description: 地址。Address.
                    type: string
                  token:
                    title: 令牌 Token
                    description: 令牌。Token.
                    type: string
                    format: password
                    default: ""
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setProperty:
                        name: HubMethod
                        constant: GET
                    - to:
                        uri: "hub-http:{{connector}}"
                        parameters:
                          baseUrl: "{{baseUrl}}"
                          apiKey: "{{?token}}"
            """;

    private Kamelets() {}

    static String with(String part, String instead) {
        if (!VALID.contains(part)) {
            throw new IllegalArgumentException("not in the valid Kamelet: " + part);
        }
        return VALID.replace(part, instead);
    }

    /** The valid Kamelet with one more step before the call; the step's lines are given without indentation. */
    static String withStep(String step) {
        return with("        - to:\n", (step.strip() + "\n").indent(8) + "        - to:\n");
    }

    static List<Finding> errors(String kamelet) {
        return errors(kamelet.getBytes(UTF_8));
    }

    static List<Finding> errors(byte[] kamelet) {
        return new PluginValidator()
                .validate(NAME, kamelet).stream().filter(Finding::isError).toList();
    }
}
