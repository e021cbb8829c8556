package cn.laohekou.hub.security.policy;

/** Why a call is denied; stable words for clients and evidence, each with what to do next. */
public enum DenyReason {
    SYSTEM_UNKNOWN("系统未在枢纽登记,请先登记", "the system is not registered with the hub; register it first"),
    SYSTEM_DISABLED("系统已停用,请联系安全团队", "the system is disabled; ask the security team"),
    DEPARTMENT_MISMATCH(
            "令牌所属部门与系统登记的部门不一致,请联系安全团队",
            "the token's department is not the one the system is registered for; ask the security team"),
    RESOURCE_NOT_SHARED("该数据资源不予共享", "the resource is not shared with anyone"),
    RESOURCE_SUNSET("该数据资源已停用,请改用后续资源", "the resource has reached its announced end; use its successor"),
    NO_GRANT("系统没有该数据资源的共享授权,请先申请", "the system has no grant on the resource; apply for one"),
    GRANT_REVOKED("共享授权已撤销,请重新申请", "the grant was revoked; apply again"),
    GRANT_SUSPENDED("共享授权已暂停,请联系数据提供部门", "the grant is suspended; ask the providing department"),
    GRANT_EXPIRED("共享授权已过期,请重新申请", "the grant has expired; apply again"),
    GRANT_NOT_YET_VALID("共享授权尚未生效", "the grant is not valid yet"),
    POLICY_UNENFORCEABLE("授权内容无法执行,已拒绝,请联系安全团队", "the grant names something nobody enforces; ask the security team"),
    OPERATION_NOT_GRANTED("授权不含该操作", "the grant does not cover this operation"),
    PURPOSE_MISSING("未说明用途,请在 Hub-Purpose 头中填写", "no purpose is stated; give it in the Hub-Purpose header"),
    PURPOSE_NOT_GRANTED("授权不含该用途", "the grant does not cover this purpose"),
    NETWORK_NOT_ALLOWED("来源网络不在授权范围内", "the source network is not covered by the grant"),
    OUTSIDE_TIME_WINDOW("当前时间不在授权的时间段内", "the grant does not cover this time of day"),
    CASE_REQUIRED("须在 Hub-Case 头中填写办件号", "the grant demands a case number in the Hub-Case header"),
    PERSON_REQUIRED("须在 Hub-Person 头中填写经办人", "the grant demands the acting person in the Hub-Person header"),
    ONWARD_SHARING_FORBIDDEN(
            "授权不允许将数据转供该部门,请由该部门自行申请",
            "the grant does not allow passing the data on to that department; it has to apply itself"),
    POLICY_ERROR("策略判定出错,已拒绝,请稍后重试或联系运维", "the decision failed and was denied; retry later or ask operations");

    private final String zh;
    private final String en;

    DenyReason(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    /** What is wrong and what to do, Chinese. */
    public String zh() {
        return zh;
    }

    /** The same in English. */
    public String en() {
        return en;
    }
}
