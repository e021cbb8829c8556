package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.KeyKind;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.Sm3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Keyed digests and salts of the ledger. Safe for use from any thread. */
public final class EvidenceKeys {

    /** Label of the commitment to a request. */
    public static final String REQUEST = "request";

    /** Label of the commitment to an answer or a message. */
    public static final String ANSWER = "answer";

    /** 128 bits: enough that a body cannot be guessed by trying salts. */
    private static final int SALT_BYTES = 16;

    private static final byte[] FIELDS = {'f', 'i', 'e', 'l', 'd', 's'};
    private static final String LEDGER_KEY = "ledger";

    /** Name of the managed key whose versions tell under which keys persons are digested. */
    public static final String LINEAGE_KEY = "lineage";

    /** The version whose keys have no number in their names: those from before there were versions. */
    private static final int FIRST_VERSION = 1;

    private static final List<Integer> FIRST_ALONE = List.of(FIRST_VERSION);
    private static final String PERSON_KEY = "acting-person";
    private static final String CERTIFICATE_KEY = "certificate";

    private final KeyService keys;

    /**
     * Digests under the keys of a key service.
     *
     * @param keys where the keys are
     */
    public EvidenceKeys(KeyService keys) {
        this.keys = keys;
    }

    /** Makes sure that there is a first version to rotate; to be called once before the first release. */
    public void prepare(Instant now) {
        var unused = keys.ensure(LINEAGE_KEY, KeyKind.SM4, now);
    }

    /**
     * The salt of one commitment. Disclosing it proves that one body and says nothing about any other.
     *
     * @param exchange exchange id
     * @param label {@link #REQUEST}, {@link #ANSWER} or another fixed word
     * @return 16 bytes, the same at every call
     */
    public byte[] salt(UUID exchange, String label) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(exchange.getMostSignificantBits())
                .putLong(exchange.getLeastSignificantBits())
                .array();
        return Arrays.copyOf(keys.mac(LEDGER_KEY, id, label.getBytes(StandardCharsets.US_ASCII)), SALT_BYTES);
    }

    /**
     * The key all field salts of one exchange derive from. Never disclosed: it would open every field.
     *
     * @param exchange exchange id
     * @return 32 bytes, the same at every call
     */
    public byte[] fieldKey(UUID exchange) {
        byte[] id = ByteBuffer.allocate(16)
                .putLong(exchange.getMostSignificantBits())
                .putLong(exchange.getLeastSignificantBits())
                .array();
        return keys.mac(LEDGER_KEY, id, FIELDS);
    }

    /**
     * The salt of one field. Half a digest: what is left out makes the key behind it unreachable from the salt.
     *
     * @param fieldKey result of {@link #fieldKey}
     * @param field catalogue name of the field
     * @return 16 bytes
     */
    public static byte[] fieldSalt(byte[] fieldKey, String field) {
        return Arrays.copyOf(Sm3.hash(fieldKey, field.getBytes(StandardCharsets.UTF_8)), SALT_BYTES);
    }

    /**
     * Commits to the bytes of an exchange.
     *
     * @param exchange exchange id
     * @param label {@link #REQUEST}, {@link #ANSWER} or another fixed word
     * @param bytes what is committed to
     */
    public Commitment commit(UUID exchange, String label, byte[] bytes) {
        return Commitment.to(salt(exchange, label), bytes);
    }

    /**
     * Commits to a body that is read from a stream, in constant memory.
     *
     * @param exchange exchange id
     * @param label {@link #REQUEST}, {@link #ANSWER} or another fixed word
     * @param body what is committed to, read to its end and not closed
     * @throws IOException when the stream fails
     */
    public Commitment commit(UUID exchange, String label, InputStream body) throws IOException {
        return Commitment.ofDigest(Sm3.hash(salt(exchange, label), body));
    }

    /**
     * The keyed digest a data subject is known by in the ledger from now on, under the newest version of the lineage key.
     *
     * @param identifier resident ID number, unified social credit code or the like, as it came
     * @return 32 bytes, equal for spellings that differ only in width, case, spaces or hyphens
     */
    public byte[] subject(String identifier) {
        return keys.mac(named(LINEAGE_KEY, versions().get(0)), normalised(identifier));
    }

    /**
     * The digests a data subject may be known by in the ledger, to look it up: one for each version of the lineage key that
     * is not retired, whichever node made it.
     *
     * @param identifier as with {@link #subject}
     */
    public List<byte[]> subjects(String identifier) {
        keys.reload();
        byte[] plain = normalised(identifier);
        return versions().stream()
                .map(version -> keys.mac(named(LINEAGE_KEY, version), plain))
                .toList();
    }

    /**
     * The keyed digest of the person on whose behalf a system asks; under another key than data subjects, so that the
     * ledger does not tell who asked about themselves.
     *
     * @param person identifier as it came with the call
     * @return 64 lower-case hexadecimal digits
     */
    public String person(String person) {
        return HexFormat.of().formatHex(keys.mac(named(PERSON_KEY, versions().get(0)), normalised(person)));
    }

    /** The digests an acting person may be known by, as {@link #subjects} for data subjects. */
    public List<String> persons(String person) {
        keys.reload();
        byte[] plain = normalised(person);
        return versions().stream()
                .map(version -> HexFormat.of().formatHex(keys.mac(named(PERSON_KEY, version), plain)))
                .toList();
    }

    private List<Integer> versions() {
        List<Integer> usable = keys.usable(LINEAGE_KEY);
        return usable.isEmpty() ? FIRST_ALONE : usable;
    }

    private static String named(String key, int version) {
        return version == FIRST_VERSION ? key : key + '/' + version;
    }

    /**
     * The keyed digest an e-certificate, or the authorisation to use it, is known by in the ledger: its identifier leads
     * to a person.
     *
     * @param identifier as presented
     * @return 64 lower-case hexadecimal digits
     */
    public String certificate(String identifier) {
        return HexFormat.of().formatHex(keys.mac(CERTIFICATE_KEY, normalised(identifier)));
    }

    private static byte[] normalised(String identifier) {
        if (plain(identifier)) {
            return identifier.getBytes(StandardCharsets.US_ASCII);
        }
        StringBuilder kept = new StringBuilder(identifier.length());
        Normalizer.normalize(identifier, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .chars()
                .filter(c -> !Character.isWhitespace(c) && c != '-')
                .forEach(c -> kept.append((char) c));
        return kept.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Digits and capital letters only: nothing to normalise, the usual case. */
    private static boolean plain(String identifier) {
        for (int i = 0; i < identifier.length(); i++) {
            char c = identifier.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))) {
                return false;
            }
        }
        return true;
    }
}
