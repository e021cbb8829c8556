package cn.laohekou.hub.security.crypto;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A shelf that lasts as long as the process. */
final class MemoryKeyShelf implements KeyShelf {

    private final Map<KeyId, SealedKey> keys = new ConcurrentHashMap<>();

    @Override
    public List<SealedKey> all() {
        return List.copyOf(keys.values());
    }

    @Override
    public void addIfAbsent(SealedKey key) {
        keys.putIfAbsent(key.id(), key);
    }
}
