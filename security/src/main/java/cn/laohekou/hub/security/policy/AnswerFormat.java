package cn.laohekou.hub.security.policy;

/** Format of an operation's answers; an answer of another format is not released. */
public enum AnswerFormat {
    /** RFC 8259. */
    JSON,
    /** XML 1.0. */
    XML,
    /** Comma-separated values with a header line, RFC 4180. */
    CSV
}
