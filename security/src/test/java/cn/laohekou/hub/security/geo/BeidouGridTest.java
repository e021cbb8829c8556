package cn.laohekou.hub.security.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BeidouGridTest {

    private static final Pattern DEGREES = Pattern.compile("(?:(\\d+)d(\\d+)m([\\d.]+)s|([\\d.]+)) ([NSEW])");

    @Test
    void everyVectorAtEveryLevelOfIt() throws IOException {
        int checked = 0;
        try (InputStream in =
                Objects.requireNonNull(BeidouGridTest.class.getResourceAsStream("/vectors/beidou-grid.json"))) {
            for (JsonNode vector : new ObjectMapper().readTree(in).path("vectors")) {
                BigDecimal latitude = degrees(vector.path("lat").asText());
                BigDecimal longitude = degrees(vector.path("lon").asText());
                for (var code : vector.path("codes").properties()) {
                    assertThat(BeidouGrid.encode(latitude, longitude, Integer.parseInt(code.getKey())))
                            .isEqualTo(code.getValue().asText());
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(15);
    }

    @Test
    void aFinerLevelOnlyAddsToTheCode() {
        BigDecimal latitude = new BigDecimal("31.2720680");
        BigDecimal longitude = new BigDecimal("120.637779");
        String finest = BeidouGrid.encode(latitude, longitude, 10);

        assertThat(finest).hasSize(20).startsWith("N51H162864420506");
        int[] lengths = {1, 4, 6, 7, 9, 11, 12, 14, 16, 18, 20};
        for (int level = 0; level <= 10; level++) {
            assertThat(BeidouGrid.encode(latitude, longitude, level)).isEqualTo(finest.substring(0, lengths[level]));
        }
    }

    @Test
    void whereEquatorAndMeridianCross() {
        assertThat(BeidouGrid.encode(BigDecimal.ZERO, BigDecimal.ZERO, 10)).isEqualTo("N31A0000000000000000");
    }

    @ParameterizedTest
    @CsvSource({"88,10,5", "-88,10,5", "0,180,5", "0,-180,5", "10,10,-1", "10,10,11"})
    void refusesWhatHasNoCode(String latitude, String longitude, int level) {
        assertThatThrownBy(() -> BeidouGrid.encode(new BigDecimal(latitude), new BigDecimal(longitude), level))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static BigDecimal degrees(String text) {
        Matcher matcher = DEGREES.matcher(text);
        assertThat(matcher.matches()).as(text).isTrue();
        BigDecimal value = matcher.group(4) != null
                ? new BigDecimal(matcher.group(4))
                : new BigDecimal(matcher.group(1))
                        .add(new BigDecimal(matcher.group(2)).divide(new BigDecimal(60), MathContext.DECIMAL128))
                        .add(new BigDecimal(matcher.group(3)).divide(new BigDecimal(3600), MathContext.DECIMAL128));
        return "SW".contains(matcher.group(5)) ? value.negate() : value;
    }
}
