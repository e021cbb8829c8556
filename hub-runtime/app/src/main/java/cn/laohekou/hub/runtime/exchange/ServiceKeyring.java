package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.crypto.BodyKey;
import cn.laohekou.hub.security.crypto.KeyKind;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.masking.ConsumerKeyring;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * The keys of consumers behind the hub's key service. Pseudonyms and marks are made with keys derived for each scope;
 * rotating the managed key of that name moves all of them to their next version.
 */
public final class ServiceKeyring implements ConsumerKeyring {

    private final KeyService keys;
    private final Function<String, List<BodyKey>> systemKeys;
    private final Clock clock;

    /**
     * @param keys where the hub's keys are
     * @param systemKeys the SM4 keys the hub shares with a system, newest first
     * @param clock tells which of them count
     */
    public ServiceKeyring(KeyService keys, Function<String, List<BodyKey>> systemKeys, Clock clock) {
        this.keys = keys;
        this.systemKeys = systemKeys;
        this.clock = clock;
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
        Instant now = clock.instant();
        BodyKey key = systemKeys.apply(system).stream()
                .filter(one -> one.counts(now))
                .findFirst()
                .orElseThrow(() -> new NoConsumerKey(system));
        return new Encrypted(
                key.keyId(), Base64.getUrlEncoder().withoutPadding().encodeToString(key.encrypt(associated, plain)));
    }

    private static String name(Use use) {
        return switch (use) {
            case PSEUDONYM -> "pseudonym";
            case WATERMARK -> "watermark";
        };
    }
}
