package cn.laohekou.hub.runtime.identity;

import cn.laohekou.hub.security.identity.KeySource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * The realm's signing keys, fetched when an unknown one is named and refreshed in the background. While the identity
 * server is down the keys last fetched are good for {@link #KEEP}, so that exchanges go on.
 */
public final class RealmKeys implements KeySource {

    /** How long fetched keys are good without the identity server confirming them. */
    public static final Duration KEEP = Duration.ofHours(12);

    /** An unknown key id must not become a way to make the hub hammer the identity server. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 256 * 1024;

    private final URI address;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private volatile Known known = new Known(Map.of(), Instant.MIN, 0);
    private volatile Instant lastTry = Instant.MIN;

    private record Known(Map<String, PublicKey> keys, Instant confirmed, long generation) {}

    /**
     * @param address of the realm's key set
     * @param clock the time
     */
    public RealmKeys(URI address, Clock clock) {
        this.address = address;
        this.clock = clock;
    }

    @Override
    public Lookup find(String keyId) {
        PublicKey key = usable().get(keyId);
        if (key == null) {
            fetchIfRested();
            key = usable().get(keyId);
        }
        if (key != null) {
            return new Lookup.Found(key);
        }
        return usable().isEmpty() ? new Lookup.Unavailable() : new Lookup.Unknown();
    }

    @Override
    public long generation() {
        return known.generation();
    }

    private Map<String, PublicKey> usable() {
        Known now = known;
        return now.confirmed().isAfter(clock.instant().minus(KEEP)) ? now.keys() : Map.of();
    }

    private synchronized void fetchIfRested() {
        Instant now = clock.instant();
        if (lastTry.isBefore(now.minus(PAUSE)) || known.keys().isEmpty()) {
            refresh();
        }
    }

    /**
     * Fetches the keys; to be called now and then, so that dropped keys are dropped here too.
     *
     * @return whether the identity server answered
     */
    public synchronized boolean refresh() {
        lastTry = clock.instant();
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200 || answer.body().length > MAX_BYTES) {
                return false;
            }
            Map<String, PublicKey> keys = parse(new String(answer.body(), StandardCharsets.UTF_8));
            Known before = known;
            long generation = before.keys().equals(keys) ? before.generation() : before.generation() + 1;
            known = new Known(keys, clock.instant(), generation);
            return true;
        } catch (IOException | JoseException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<String, PublicKey> parse(String json) throws JoseException {
        Map<String, PublicKey> keys = new HashMap<>();
        for (JsonWebKey candidate : new JsonWebKeySet(json).getJsonWebKeys()) {
            Key key = candidate.getKey();
            if (candidate.getKeyId() != null
                    && !"enc".equals(candidate.getUse())
                    && key instanceof PublicKey publicKey) {
                keys.put(candidate.getKeyId(), publicKey);
            }
        }
        return Map.copyOf(keys);
    }
}
