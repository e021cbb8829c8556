package cn.laohekou.hub.runtime.problem;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The words of {@link ErrorCode}, kept as data in {@code errors.properties}, which is UTF-8. */
final class ErrorTexts {

    static final String RESOURCE = "errors.properties";

    private static final Properties TEXTS = read();

    private ErrorTexts() {}

    /**
     * A text in both languages.
     *
     * @param code name of the error code
     * @param part {@code title} or {@code hint}
     * @throws IllegalStateException when it is missing in a language
     */
    static Text of(String code, String part) {
        return new Text(one(code, part, "zh"), one(code, part, "en"));
    }

    private static String one(String code, String part, String language) {
        String key = code + '.' + part + '.' + language;
        String text = TEXTS.getProperty(key);
        if (text == null) {
            throw new IllegalStateException("缺少错误说明 " + key + "。 " + RESOURCE + " lacks " + key + ".");
        }
        return text;
    }

    private static Properties read() {
        try (InputStream in = ErrorTexts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("缺少 " + RESOURCE + "。 " + RESOURCE + " is missing.");
            }
            Properties texts = new Properties();
            try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                texts.load(reader);
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
