package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.crypto.KeyKind;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.masking.ConsumerKeyring;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The keys of consumers behind the hub's key service. Pseudonyms and marks are made with keys derived for each scope;
 * rotating the managed key of that name moves all of them to their next version.
 */
public final class ServiceKeyring implements ConsumerKeyring {

    /** Encrypts with a system's newest key. */
    @FunctionalInterface
    public interface FieldCipher {

        /**
         * Encrypts and authenticates in SM4-GCM.
         *
         * @param associated what the value belongs to
         * @param plain the value
         */
        Encrypted encrypt(byte[] associated, byte[] plain);
    }

    private final KeyService keys;
    private final Function<String, @Nullable FieldCipher> ciphers;

    /**
     * @param keys where the hub's keys are
     * @param ciphers the cipher of a system that has a key; null for one that has none
     */
    public ServiceKeyring(KeyService keys, Function<String, @Nullable FieldCipher> ciphers) {
        this.keys = keys;
        this.ciphers = ciphers;
    }

    /** Makes sure that there are first versions; to be called once before the first release. */
    public void start(Instant now) {
        for (Use use : Use.values()) {
            var unused = keys.ensure(name(use), KeyKind.SM4, now);
        }
    }

    @Override
    public int version(Use use) {
        return keys.current(name(use)).version();
    }

    @Override
    public byte[] mac(Use use, int version, String scope, byte[]... parts) {
        return keys.mac(name(use) + "/" + version + "/" + scope, parts);
    }

    @Override
    public Encrypted encrypt(String system, byte[] associated, byte[] plain) {
        FieldCipher cipher = ciphers.apply(system);
        if (cipher == null) {
            throw new NoConsumerKey(system);
        }
        return cipher.encrypt(associated, plain);
    }

    private static String name(Use use) {
        return switch (use) {
            case PSEUDONYM -> "pseudonym";
            case WATERMARK -> "watermark";
        };
    }
}
