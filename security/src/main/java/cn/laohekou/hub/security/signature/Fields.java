package cn.laohekou.hub.security.signature;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of Structured Field Values (RFC 9651) that signature fields consist of; strict, refuses everything else. */
final class Fields {

    /** Far above any real signature field. */
    private static final int LONGEST = 8192;

    /**
     * One signature's input.
     *
     * @param components names of what is covered, in order
     * @param parameters parameters by name: texts without quotes, numbers as digits
     * @param raw exactly as sent, from the parenthesis on: part of what is signed
     */
    record Input(List<String> components, Map<String, String> parameters, String raw) {}

    private final String text;
    private int at;

    private Fields(String text) {
        this.text = text;
    }

    /** Reads {@code Signature-Input} (RFC 9421 section 4.1): labels with their inner lists. */
    static Map<String, Input> inputs(String value) throws SignatureRefused {
        Fields reader = new Fields(bounded(value));
        Map<String, Input> found = new LinkedHashMap<>();
        do {
            reader.blanks();
            String label = reader.key();
            reader.expect('=');
            if (found.put(label, reader.input()) != null) {
                throw malformed();
            }
        } while (reader.comma());
        return found;
    }

    /** Reads {@code Signature} (RFC 9421 section 4.2): labels with byte sequences. */
    static Map<String, byte[]> signatures(String value) throws SignatureRefused {
        Fields reader = new Fields(bounded(value));
        Map<String, byte[]> found = new LinkedHashMap<>();
        do {
            reader.blanks();
            String label = reader.key();
            reader.expect('=');
            int from = reader.at;
            reader.expect(':');
            int end = reader.text.indexOf(':', reader.at);
            if (end < 0) {
                throw malformed();
            }
            reader.at = end + 1;
            if (found.put(label, bytes(reader.text.substring(from, reader.at))) != null) {
                throw malformed();
            }
        } while (reader.comma());
        return found;
    }

    /** A byte sequence: base64 between colons (RFC 9651 section 3.3.5). */
    static byte[] bytes(String item) throws SignatureRefused {
        String trimmed = item.strip();
        if (trimmed.length() < 2 || trimmed.charAt(0) != ':' || trimmed.charAt(trimmed.length() - 1) != ':') {
            throw malformed();
        }
        try {
            return Base64.getDecoder().decode(trimmed.substring(1, trimmed.length() - 1));
        } catch (IllegalArgumentException notBase64) {
            throw malformed();
        }
    }

    private Input input() throws SignatureRefused {
        int from = at;
        expect('(');
        List<String> components = new ArrayList<>();
        blanks();
        while (peek() != ')') {
            components.add(quoted());
            // A component with parameters (";req", ";sf" ...) would be serialised differently: not spoken here.
            if (peek() != ' ' && peek() != ')') {
                throw malformed();
            }
            blanks();
        }
        expect(')');
        Map<String, String> parameters = new LinkedHashMap<>();
        while (at < text.length() && peek() == ';') {
            at++;
            String name = key();
            expect('=');
            if (parameters.put(name, peek() == '"' ? quoted() : digits()) != null) {
                throw malformed();
            }
        }
        return new Input(List.copyOf(components), parameters, text.substring(from, at));
    }

    private String key() throws SignatureRefused {
        int from = at;
        while (at < text.length() && keyCharacter(text.charAt(at))) {
            at++;
        }
        if (from == at) {
            throw malformed();
        }
        return text.substring(from, at);
    }

    private static boolean keyCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '*';
    }

    private String digits() throws SignatureRefused {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (from == at || at - from > 15) {
            throw malformed();
        }
        return text.substring(from, at);
    }

    /** A string of visible ASCII; escapes are refused, no name or key id needs one. */
    private String quoted() throws SignatureRefused {
        expect('"');
        int from = at;
        while (peek() != '"') {
            char c = text.charAt(at);
            if (c < ' ' || c > '~' || c == '\\') {
                throw malformed();
            }
            at++;
        }
        at++;
        return text.substring(from, at - 1);
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean comma() throws SignatureRefused {
        blanks();
        if (at == text.length()) {
            return false;
        }
        expect(',');
        return true;
    }

    private char peek() throws SignatureRefused {
        if (at >= text.length()) {
            throw malformed();
        }
        return text.charAt(at);
    }

    private void expect(char c) throws SignatureRefused {
        if (peek() != c) {
            throw malformed();
        }
        at++;
    }

    private static String bounded(String value) throws SignatureRefused {
        if (value.length() > LONGEST) {
            throw malformed();
        }
        return value.strip();
    }

    private static SignatureRefused malformed() {
        return new SignatureRefused(SignatureFault.MALFORMED);
    }
}
