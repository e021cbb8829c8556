package cn.laohekou.hub.security.identity;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The realm's keys from its JWK Set address (RFC 7517 section 5), kept in memory. An unknown key id fetches them again,
 * but never sooner than the pause after the last attempt; while the address does not answer, the keys last known stay
 * good until their greatest age. Safe for any thread.
 */
public final class HttpKeySource implements KeySource {

    /**
     * Times.
     *
     * @param pause least time between two attempts to fetch
     * @param refresh age at which the keys are fetched again in the background
     * @param maxAge age from which the keys are no longer believed
     * @param timeout longest time one attempt may take
     */
    public record Times(Duration pause, Duration refresh, Duration maxAge, Duration timeout) {

        /** 10 seconds, 5 minutes, 12 hours and 3 seconds. */
        public static final Times DEFAULT =
                new Times(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofHours(12), Duration.ofSeconds(3));

        public Times {
            if (pause.isNegative() || refresh.compareTo(maxAge) > 0 || timeout.isZero() || timeout.isNegative()) {
                throw new IllegalArgumentException(
                        "pause must not be negative, refresh at most maxAge, and timeout above 0");
            }
        }
    }

    private record Known(Map<String, PublicKey> keys, long fetchedAt, long generation) {}

    private static final long NEVER = Long.MIN_VALUE;

    private final URI address;
    private final HttpClient client;
    private final Times times;
    private final Clock clock;
    private volatile Known known = new Known(Map.of(), NEVER, 0);
    private long attemptedAt = NEVER;
    private volatile boolean lastAttemptFailed;
    private @Nullable CompletableFuture<Boolean> running;

    /**
     * Creates a source that fetches nothing yet.
     *
     * @param address the realm's JWK Set address
     * @param client the client to fetch with; should follow no redirects
     * @param times times
     * @param clock the time
     */
    public HttpKeySource(URI address, HttpClient client, Times times, Clock clock) {
        this.address = address;
        this.client = client;
        this.times = times;
        this.clock = clock;
    }

    @Override
    public Lookup find(String keyId) {
        PublicKey key = current(known, keyId);
        if (key == null && refresh()) {
            key = current(known, keyId);
        }
        if (key != null) {
            return new Lookup.Found(key);
        }
        // A realm that did not answer may well have a new key.
        return available() && !lastAttemptFailed ? new Lookup.Unknown() : new Lookup.Unavailable();
    }

    @Override
    public long generation() {
        Known now = known;
        if (age(now) >= times.refresh.toMillis()) {
            // Not waited for: its outcome shows in the keys known.
            var unused = attempt();
        }
        return age(now) < times.maxAge.toMillis() ? now.generation : -1 - now.generation;
    }

    /** Whether keys are known that are not too old. */
    public boolean available() {
        return age(known) < times.maxAge.toMillis();
    }

    /**
     * Fetches the keys now, unless the last attempt was within the pause; waits for the attempt.
     *
     * @return whether an attempt was made and brought keys
     */
    public boolean refresh() {
        CompletableFuture<Boolean> attempt = attempt();
        try {
            return attempt != null && attempt.join();
        } catch (CompletionException e) {
            return false;
        }
    }

    private @Nullable PublicKey current(Known now, String keyId) {
        return age(now) < times.maxAge.toMillis() ? now.keys.get(keyId) : null;
    }

    private long age(Known now) {
        return now.fetchedAt == NEVER ? Long.MAX_VALUE : clock.millis() - now.fetchedAt;
    }

    /** The attempt under way, a new one, or null when it is too soon. */
    private synchronized @Nullable CompletableFuture<Boolean> attempt() {
        if (running != null && !running.isDone()) {
            return running;
        }
        long now = clock.millis();
        if (attemptedAt != NEVER && now - attemptedAt < times.pause.toMillis()) {
            return null;
        }
        attemptedAt = now;
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(times.timeout)
                .header("Accept", "application/json")
                .build();
        BoundedBody body = new BoundedBody();
        running = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArrayConsumer(body))
                .orTimeout(times.timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> accept(answer, failure, body, now));
        return running;
    }

    private boolean accept(
            @Nullable HttpResponse<Void> answer, @Nullable Throwable failure, BoundedBody body, long askedAt) {
        Map<String, PublicKey> keys = Map.of();
        if (failure == null && answer != null && answer.statusCode() == 200) {
            keys = JwkSet.keys(body.text());
        }
        // A realm without a single usable key is a realm that is not answering properly.
        lastAttemptFailed = keys.isEmpty();
        if (keys.isEmpty()) {
            return false;
        }
        synchronized (this) {
            long generation = keys.equals(known.keys) ? known.generation : known.generation + 1;
            known = new Known(keys, askedAt, generation);
        }
        return true;
    }
}
