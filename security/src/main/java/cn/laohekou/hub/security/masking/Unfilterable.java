package cn.laohekou.hub.security.masking;

/**
 * An answer that cannot be reduced to what was granted; nothing of it may be released. Carries no value of the answer
 * and no stack trace, and the place only in the words of the declaration.
 */
public final class Unfilterable extends Exception {

    /** Why nothing can be released. */
    public enum Reason {
        /** Not one well-formed document and nothing else. */
        MALFORMED("应答不是唯一且格式正确的文档", "the answer is not exactly one well-formed document"),
        /** Not in an encoding that can be read without guessing. */
        ENCODING(
                "应答的编码不被接受:JSON 须为无 BOM 的 UTF-8,XML 须为 UTF-8、带 BOM 的 UTF-16 或所声明的 GB18030",
                "the answer's encoding is not accepted: JSON must be UTF-8 without a byte order mark, XML must be UTF-8,"
                        + " UTF-16 with a byte order mark, or GB18030 as declared"),
        /** An XML document has a document type declaration or an entity. */
        DOCTYPE("应答含有 DOCTYPE 或实体", "the answer has a document type declaration or an entity"),
        /** An object has the same key twice, or a table the same column. */
        DUPLICATE_KEY("应答中存在重复的键或列", "an object of the answer has the same key twice, or a table the same column"),
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
