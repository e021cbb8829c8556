package cn.laohekou.hub.security.evidence;

/** Evidence cannot be made durable now: nothing may be forwarded or released. */
public final class LedgerUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    LedgerUnavailable(String message) {
        super("存证暂不可用：" + message);
    }

    LedgerUnavailable(String message, Throwable cause) {
        super("存证暂不可用：" + message, cause);
    }
}
