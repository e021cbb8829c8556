package cn.laohekou.hub.security.crypto;

import java.util.List;

/** Where sealed keys lie. Operations may block; implementations are safe for use from any thread. */
public interface KeyShelf {

    /** All versions of all keys, retired ones too, in no particular order. */
    List<SealedKey> all();

    /**
     * Adds the first version of a key, unless somebody was quicker.
     *
     * @param key a first version
     */
    void addIfAbsent(SealedKey key);
}
