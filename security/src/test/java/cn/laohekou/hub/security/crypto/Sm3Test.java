package cn.laohekou.hub.security.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class Sm3Test {

    @Test
    void digestsTheExamplesOfTheStandard() {
        assertThat(hex(Sm3.hash(ascii("abc"))))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assertThat(hex(Sm3.hash(ascii("abcd".repeat(16)))))
                .isEqualTo("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
    }

    @Test
    void partsAreDigestedAsOneText() {
        assertThat(Sm3.hash(ascii("ab"), ascii("c"))).isEqualTo(Sm3.hash(ascii("abc")));
        assertThat(Sm3.hash((byte) 'a', ascii("xbcx"), 1, 2)).isEqualTo(Sm3.hash(ascii("abc")));
    }

    @Test
    void threadsDoNotDisturbEachOther() {
        List<String> digests = IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(i -> hex(Sm3.hash(ascii("abc"))))
                .distinct()
                .toList();

        assertThat(digests).containsExactly("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
