package cn.laohekou.hub.security.identity;

import java.security.PublicKey;

/** The realm's current signing keys. Safe for any thread. */
public interface KeySource {

    /** What is known of a key. */
    sealed interface Lookup {

        /**
         * The realm signs with it.
         *
         * @param key the key
         */
        record Found(PublicKey key) implements Lookup {}

        /** The realm has no such key. */
        record Unknown() implements Lookup {}

        /** The realm's keys are not known at the moment. */
        record Unavailable() implements Lookup {}
    }

    /**
     * Looks a key up; may block for as long as fetching the keys may take.
     *
     * @param keyId the key's id
     */
    Lookup find(String keyId);

    /**
     * A number that changes whenever a key was added, replaced or dropped. What was verified under another number must
     * be verified again. Never blocks.
     */
    long generation();
}
