package cn.laohekou.hub.security.masking;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides how the bytes of an XML answer are to be read (XML 1.0 appendix F, but never guessing): UTF-8 with or without
 * byte order mark, UTF-16 with one, or GB 18030 as declared; everything else, and every contradiction, is refused.
 */
final class XmlInput {

    private static final Charset GB18030 = Charset.forName("GB18030");

    /** GBK and GB 2312 are subsets of GB 18030. */
    private static final Map<String, Charset> DECLARED = Map.of(
            "UTF-8", StandardCharsets.UTF_8,
            "GB18030", GB18030,
            "GBK", GB18030,
            "GB2312", GB18030);

    /** A declaration is at most about sixty characters long; more would be somebody's game. */
    private static final int MAX_DECLARATION = 256;

    private static final Pattern ENCODING = Pattern.compile(
            "\\A<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*(?:\"([A-Za-z0-9._-]{1,40})\"|'([A-Za-z0-9._-]{1,40})')");

    private final Reader reader;
    private final String family;

    private XmlInput(InputStream in, Charset charset, String family) {
        this.reader = new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        this.family = family;
    }

    static XmlInput open(InputStream in) throws IOException, Unfilterable {
        byte[] head = in.readNBytes(MAX_DECLARATION);
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            return new XmlInput(rest(head, 3, in), StandardCharsets.UTF_8, "UTF-8");
        }
        if (starts(head, 0xFE, 0xFF)) {
            return new XmlInput(rest(head, 2, in), StandardCharsets.UTF_16BE, "UTF-16");
        }
        if (starts(head, 0xFF, 0xFE) && !starts(head, 0xFF, 0xFE, 0, 0)) {
            return new XmlInput(rest(head, 2, in), StandardCharsets.UTF_16LE, "UTF-16");
        }
        for (int i = 0; i < Math.min(4, head.length); i++) {
            if (head[i] == 0) {
                throw new Unfilterable(Unfilterable.Reason.ENCODING, "");
            }
        }
        Matcher declared = ENCODING.matcher(new String(head, StandardCharsets.ISO_8859_1));
        if (!declared.find()) {
            return new XmlInput(rest(head, 0, in), StandardCharsets.UTF_8, "UTF-8");
        }
        String name = declared.group(1) == null ? declared.group(2) : declared.group(1);
        Charset charset = DECLARED.get(name.toUpperCase(Locale.ROOT));
        if (charset == null) {
            throw new Unfilterable(Unfilterable.Reason.ENCODING, "");
        }
        return new XmlInput(rest(head, 0, in), charset, charset.equals(GB18030) ? "GB" : "UTF-8");
    }

    Reader reader() {
        return reader;
    }

    /** Whether what the document says of its own encoding, once read, is how it was read. */
    boolean agrees(@Nullable String declared) {
        if (declared == null) {
            return !family.equals("GB");
        }
        String name = declared.toUpperCase(Locale.ROOT);
        return family.equals("GB") ? GB18030.equals(DECLARED.get(name)) : name.equals(family);
    }

    private static boolean starts(byte[] head, int... with) {
        if (head.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if ((head[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }

    private static InputStream rest(byte[] head, int from, InputStream in) {
        return new SequenceInputStream(new ByteArrayInputStream(head, from, head.length - from), in);
    }
}
