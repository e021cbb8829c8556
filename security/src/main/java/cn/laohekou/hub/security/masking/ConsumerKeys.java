package cn.laohekou.hub.security.masking;

import cn.laohekou.hub.security.masking.ConsumerKeyring.Encrypted;
import cn.laohekou.hub.security.masking.ConsumerKeyring.Use;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;

/** The keys of one release: of the consumer system, and of its department or the pseudonym domain it was granted. */
public final class ConsumerKeys implements FieldKeys {

    /** 128 bits: two of a billion identifiers have the same pseudonym with a chance below 2^-68. */
    private static final int PSEUDONYM_BYTES = 16;

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final ConsumerKeyring keyring;
    private final String system;
    private final String pseudonyms;
    private final String resource;
    private final IntFunction<String> fieldNames;

    /**
     * @param keyring where the keys are
     * @param system consumer system
     * @param pseudonyms whose pseudonyms are used: {@link #ofDepartment}, or the scope of a domain
     * @param resource resource the fields belong to
     * @param fieldNames name of a field by its number
     */
    public ConsumerKeys(
            ConsumerKeyring keyring,
            String system,
            String pseudonyms,
            String resource,
            IntFunction<String> fieldNames) {
        this.keyring = keyring;
        this.system = system;
        this.pseudonyms = pseudonyms;
        this.resource = resource;
        this.fieldNames = fieldNames;
    }

    /** The scope of the pseudonyms no other department has. */
    public static String ofDepartment(String department) {
        return "department/" + department;
    }

    @Override
    public String pseudonym(String identifier) {
        return pseudonym(keyring, keyring.version(Use.PSEUDONYM), pseudonyms, identifier);
    }

    /**
     * Every pseudonym an identifier has or had in a scope, the newest first: what to look for when somebody is to be
     * found in data released earlier.
     *
     * @param keyring where the keys are
     * @param scope {@link #ofDepartment} or the scope of a domain
     * @param identifier the identifier in clear
     */
    public static List<String> pseudonyms(ConsumerKeyring keyring, String scope, String identifier) {
        List<String> all = new ArrayList<>();
        for (int version = keyring.version(Use.PSEUDONYM); version > 0; version--) {
            all.add(pseudonym(keyring, version, scope, identifier));
        }
        return all;
    }

    private static String pseudonym(ConsumerKeyring keyring, int version, String scope, String identifier) {
        byte[] mac = keyring.mac(Use.PSEUDONYM, version, scope, Identifiers.normalised(identifier));
        return "p" + version + "." + TEXT.encodeToString(Arrays.copyOf(mac, PSEUDONYM_BYTES));
    }

    @Override
    public String encrypt(int field, String value) {
        Encrypted encrypted = keyring.encrypt(
                system, associated(resource, fieldNames.apply(field)), value.getBytes(StandardCharsets.UTF_8));
        return "sm4:" + encrypted.key() + ":" + encrypted.text();
    }

    /**
     * What an encrypted value is bound to: it opens as a value of this field of this resource and of no other.
     *
     * @return UTF-8 of {@code resource/field}
     */
    public static byte[] associated(String resource, String field) {
        return (resource + "/" + field).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int mark(int field, String value) {
        return mark(keyring, keyring.version(Use.WATERMARK), system, resource, fieldNames.apply(field), value);
    }

    static int mark(ConsumerKeyring keyring, int version, String system, String resource, String field, String value) {
        byte[] mac = keyring.mac(
                Use.WATERMARK, version, system, associated(resource, field), value.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(mac).getInt() & Integer.MAX_VALUE;
    }

    /** Names the consumer and never a key. */
    @Override
    public String toString() {
        return "keys of " + system + " for " + resource;
    }
}
