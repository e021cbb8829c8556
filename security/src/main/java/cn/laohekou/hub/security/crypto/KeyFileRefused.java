package cn.laohekou.hub.security.crypto;

/** A master key file that must not be used; the message says why and what to do. Never names key material. */
public final class KeyFileRefused extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    KeyFileRefused(String message) {
        super(message);
    }

    KeyFileRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
