package cn.laohekou.hub.runtime.event;

/**
 * What can be set.
 *
 * @param brokerUrl broker, as Artemis writes it
 * @param publisherPerSecond messages per second of one publisher; 0 when unlimited
 * @param mostWaiting messages that may wait for one subscription before publishers of its resource are asked to wait
 * @param retryMillis wait after the first failure, doubling from attempt to attempt
 */
public record EventSettings(String brokerUrl, int publisherPerSecond, long mostWaiting, long retryMillis) {

    Backoff backoff() {
        return new Backoff(
                retryMillis,
                Math.max(retryMillis, Backoff.STANDARD.capMillis()),
                Backoff.STANDARD.limit(),
                Backoff.STANDARD.limitOfItself());
    }
}
