package cn.laohekou.hub.security.policy;

/** JSON value types a parameter or field may declare. */
public enum ValueType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** ISO 8601 calendar date, {@code yyyy-MM-dd}. */
    DATE
}
