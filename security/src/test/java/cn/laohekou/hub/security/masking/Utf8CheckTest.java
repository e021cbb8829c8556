package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8CheckTest {

    private static final byte[] TEXT =
            "{\"name\":\"老河口市孟楼镇\",\"é\":\"ÿĀ߿ࠀ\uD7FF\uE000\uFFFF𐀀😀\uDBFF\uDFFF\",\"long ascii text\":1234567890}"
                    .getBytes(StandardCharsets.UTF_8);

    private static boolean strict(byte[] bytes) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean inPieces(byte[] bytes, Random random) {
        Utf8Check check = new Utf8Check();
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(20));
            if (!check.feed(bytes, at, length)) {
                return false;
            }
            at += length;
        }
        return check.complete();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 420682})
    void itAgreesWithThePlatformsStrictDecoderHoweverTheTextIsCut(long seed) {
        Random random = new Random(seed);
        int valid = 0;
        for (int round = 0; round < 20_000; round++) {
            int from = random.nextInt(TEXT.length);
            byte[] bytes =
                    Arrays.copyOfRange(TEXT, random.nextInt(from + 1), from + random.nextInt(TEXT.length - from) + 1);
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            boolean expected = strict(bytes);
            valid += expected ? 1 : 0;

            assertThat(inPieces(bytes, random))
                    .as("seed %d: %s", seed, HexFormat.of().formatHex(bytes))
                    .isEqualTo(expected);
        }
        assertThat(valid).as("both kinds were met").isBetween(1000, 19_000);
    }
}
