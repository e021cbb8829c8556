package cn.laohekou.hub.security.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SecretValueTest {

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void printingAndWritingItShowAMask() throws Exception {
        SecretValue secret = SecretValue.of("hunter2");

        assertThat(secret).hasToString("******");
        assertThat(json.writeValueAsString(Map.of("password", secret))).isEqualTo("{\"password\":\"******\"}");
        assertThat(secret).isNotInstanceOf(Serializable.class);
    }

    @Test
    void readFromJsonItHoldsTheValue() throws Exception {
        assertThat(json.readValue("\"hunter2\"", SecretValue.class).reveal()).isEqualTo("hunter2");
    }

    @Test
    void equalityIsByValueAndTheHashCodeTellsNothing() {
        assertThat(SecretValue.of("a")).isEqualTo(SecretValue.of("a")).isNotEqualTo(SecretValue.of("b"));
        assertThat(SecretValue.of("a")).hasSameHashCodeAs(SecretValue.of("b"));
    }
}
