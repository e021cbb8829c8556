package cn.laohekou.hub.security.crypto;

/** Sealed bytes that do not open: changed, moved elsewhere, or sealed under another master key. */
public final class SealBroken extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    SealBroken(String purpose) {
        super("密文无法打开，可能已被改动、移位，或主密钥不是加密时的那一把：" + purpose
                + " / sealed value does not open: changed, moved, or another master key; check HUB_KEY_FILE: "
                + purpose);
    }
}
