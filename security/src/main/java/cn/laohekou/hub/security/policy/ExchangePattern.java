package cn.laohekou.hub.security.policy;

/** The exchange pattern a resource is shared by. */
public enum ExchangePattern {
    /** Request and reply 查询. */
    QUERY,
    /** Durable messages, one to many 消息. */
    EVENT,
    /** Rows between databases 库表. */
    TABLE,
    /** Files between folders 文件. */
    FILE
}
