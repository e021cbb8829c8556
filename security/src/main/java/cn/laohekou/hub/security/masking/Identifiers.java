package cn.laohekou.hub.security.masking;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/** One spelling for identifiers that differ only in width, case, spaces or hyphens. */
final class Identifiers {

    private Identifiers() {}

    static byte[] normalised(String identifier) {
        StringBuilder kept = new StringBuilder(identifier.length());
        Normalizer.normalize(identifier, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(c -> !Character.isWhitespace(c) && c != '-')
                .forEach(kept::appendCodePoint);
        return kept.toString().getBytes(StandardCharsets.UTF_8);
    }
}
