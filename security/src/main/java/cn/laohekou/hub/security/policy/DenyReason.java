package cn.laohekou.hub.security.policy;

/** Why a call is denied; stable words for clients and evidence, each with what to do next. */
public enum DenyReason {
    SYSTEM_UNKNOWN("系统未在枢纽登记,请先登记", "the system is not registered with the hub; register it first"),
    SYSTEM_DISABLED("系统已停用,请联系安全团队", "the system is disabled; ask the security team"),
    DEPARTMENT_SUSPENDED("使用方部门已被暂停,请联系数据主管部门", "the consumer's department is suspended; ask the data authority"),
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
    PERSON_NOT_VERIFIED(
            "授权要求经办人或当事人经身份认证,请用令牌交换取得含其身份的令牌",
            "the grant demands a proven person; exchange the person's token for one that names both system and person"),
    ASSURANCE_TOO_LOW(
            "身份认证等级低于授权要求,请当事人以更高等级重新认证",
            "the person's level of assurance is below what the grant demands; the person has to authenticate at a higher one"),
    SIGNATURE_REQUIRED("授权要求请求签名", "the grant demands a signed request"),
    ONWARD_SHARING_FORBIDDEN(
            "授权不允许将数据转供该部门,请由该部门自行申请",
            "the grant does not allow passing the data on to that department; it has to apply itself"),
    CERTIFICATE_REQUIRED(
            "请在 Hub-Subject-Certificate 头中填写数据主体的电子证照标识",
            "name the data subject's e-certificate in the header Hub-Subject-Certificate"),
    CERTIFICATE_UNCHECKED(
            "该授权须先核验电子证照,此入口不能核验", "the grant needs the e-certificate checked, which this entry does not do"),
    CERTIFICATE_FORGED(
            "证照标识、内容或签章与签发机关不符,请核对证照标识", "identifier, data or seal are not the issuer's; check the identifier"),
    CERTIFICATE_WRONG_TYPE("请出示授权所列类型的电子证照", "present an e-certificate of a type the grant lists"),
    CERTIFICATE_FOREIGN("请出示授权所列机关或地区签发的电子证照", "present an e-certificate of an issuer or region the grant lists"),
    CERTIFICATE_UNKNOWN("签发机关查无此证,请核对证照标识", "its authority knows no such certificate; check the identifier"),
    CERTIFICATE_REVOKED("请由数据主体换发后再办理", "the data subject must have it issued anew"),
    CERTIFICATE_EXPIRED("请由数据主体换发后再办理", "the data subject must have it issued anew"),
    CERTIFICATE_NOT_THE_SUBJECTS(
            "请出示所查询之人本人的电子证照,每次查询一人", "present the e-certificate of the very person asked about, one person at a time"),
    CERTIFICATE_NOT_AUTHORISED("请先取得数据主体对该事项的用证授权", "obtain the data subject's authorisation for this matter first"),
    CERTIFICATE_UNCHECKABLE(
            "证照服务未给出可信的应答,未释放任何数据,请稍后再试",
            "the certificate service gave no answer to rely on; nothing was released. Try again later"),
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
