package cn.laohekou.hub.security.masking;

/**
 * An answer that cannot be reduced to what was granted; nothing of it may be released. Carries no value of the answer
 * and no stack trace, and the place only in the words of the declaration.
 */
public final class Unfilterable extends Exception {

    /** Why nothing can be released. */
    public enum Reason {
        /** Not one well-formed JSON value and nothing else. */
        MALFORMED("应答不是唯一且格式正确的 JSON", "the answer is not exactly one well-formed JSON value"),
        /** Not valid UTF-8, or with a byte order mark. */
        ENCODING("应答不是无 BOM 的 UTF-8 编码", "the answer is not UTF-8 without a byte order mark"),
        /** An object has the same key twice. */
        DUPLICATE_KEY("应答中同一对象存在重复的键", "an object of the answer has the same key twice"),
        /** A value has another type or shape than the resource declares. */
        WRONG_SHAPE("应答结构与资源声明不一致", "the answer's structure differs from the resource's declaration"),
        /** Too deep, or a name, number or text is too long. */
        LIMIT("应答嵌套过深,或名称、数字、文本过长", "the answer is nested too deep, or a name, number or text is too long");

        private final String zh;
        private final String en;

        Reason(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        /** The reason as a Chinese sentence without a full stop. */
        public String zh() {
            return zh;
        }

        /** The reason as an English clause. */
        public String en() {
            return en;
        }
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String path;

    Unfilterable(Reason reason, String path) {
        super(path.isEmpty() ? reason.en : reason.en + " at " + path, null, false, false);
        this.reason = reason;
        this.path = path;
    }

    /** Why nothing can be released. */
    public Reason reason() {
        return reason;
    }

    /** Declared path at which the answer went wrong; empty when the place is unknown or undeclared. */
    public String path() {
        return path;
    }
}
