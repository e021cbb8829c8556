package cn.laohekou.hub.security.law;

import java.util.Optional;

/** The only grounds on which the security review may object to an application: each is a rule somebody can look up. */
public enum ReviewRule {
    PURPOSE_BASIS("使用依据不支持所申请的用途", "the stated basis does not cover the purpose", "政务数据共享条例第二十条、第二十五条"),
    LEAST_DATA("所申请的操作或字段超出用途所需", "more operations or fields than the purpose needs", "个人信息保护法第六条"),
    SENSITIVE_PERSONAL("敏感个人信息缺少特定目的和充分必要性", "sensitive personal data without a specific need", "个人信息保护法第二十八条"),
    LEVEL_PROTECTION("授权条件未达到数据级别要求的保护", "conditions below what the data's level demands", "数据安全法第二十一条"),
    AGGREGATION("汇聚、关联后可能泄露更高级别的数据", "aggregation or joining may reveal data of a higher level", "政务数据共享条例第二十五条"),
    ONWARD_SHARING("可能向第三方提供", "may be passed on to a third party", "政务数据共享条例第二十五条"),
    SYSTEM_UNPROTECTED("使用系统未完成等级保护或密码应用要求", "the consumer's system lacks the protection it must have", "网络安全法第二十三条"),
    VALIDITY("授权期限超出事项所需", "valid for longer than the matter needs", "政务数据共享条例第二十条"),
    SECRECY("涉及国家秘密或工作秘密", "touches state or work secrets", "政务数据共享条例第三条");

    private final String zh;
    private final String en;
    private final String source;

    ReviewRule(String zh, String en, String source) {
        this.zh = zh;
        this.en = en;
        this.source = source;
    }

    /** The rule in Chinese. */
    public String zh() {
        return zh;
    }

    /** The rule in English. */
    public String en() {
        return en;
    }

    /** Where it stands. */
    public String source() {
        return source;
    }

    /** A rule by name. */
    public static Optional<ReviewRule> named(String name) {
        for (ReviewRule rule : values()) {
            if (rule.name().equals(name)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
