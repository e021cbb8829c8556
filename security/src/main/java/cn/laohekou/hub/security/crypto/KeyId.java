package cn.laohekou.hub.security.crypto;

import java.util.regex.Pattern;

/**
 * Names one version of a managed key; written {@code name/version}, for example {@code evidence-root/3}.
 *
 * @param name what the key is for, {@code [a-z][a-z0-9-]{0,62}}
 * @param version 1 for the first, one more after each rotation
 */
public record KeyId(String name, int version) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public KeyId {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Key name must match [a-z][a-z0-9-]{0,62}");
        }
        if (version < 1) {
            throw new IllegalArgumentException("Key version must be at least 1 but is " + version);
        }
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @param text {@code name/version}
     * @throws IllegalArgumentException when it is anything else
     */
    public static KeyId parse(String text) {
        int slash = text.indexOf('/');
        String version = slash < 0 ? "" : text.substring(slash + 1);
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("Key id must be name/version");
        }
        return new KeyId(text.substring(0, slash), Integer.parseInt(version));
    }

    @Override
    public String toString() {
        return name + '/' + version;
    }
}
