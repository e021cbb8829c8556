package cn.laohekou.hub.security.crypto;

/** A managed key that does not exist or was retired. Never names key material. */
public final class KeyUnavailable extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    KeyUnavailable(String key, String zh, String en) {
        super("密钥" + zh + "：" + key + " / key " + en + ": " + key);
    }
}
