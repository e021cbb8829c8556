package cn.laohekou.hub.security.identity;

/** Why a token is not accepted. Says nothing of the token's content. */
public enum TokenFault {
    MISSING("缺少访问令牌,请在 Authorization 头中携带 Bearer 令牌", "there is no access token; send Authorization: Bearer with one"),
    MALFORMED("访问令牌格式有误", "the access token is malformed"),
    EXPIRED("访问令牌已过期,请重新获取", "the access token has expired; get a new one"),
    NOT_YET_VALID("访问令牌尚未生效,请检查时钟", "the access token is not valid yet; check the clocks"),
    BAD_SIGNATURE("访问令牌签名无效", "the access token's signature is not the realm's"),
    BAD_ALGORITHM(
            "访问令牌的签名算法不被接受,仅接受 RS256、PS256、ES256",
            "the access token's algorithm is not accepted; use RS256, PS256 or ES256"),
    WRONG_ISSUER("访问令牌不是本枢纽的身份服务签发", "the access token was issued by another realm"),
    WRONG_AUDIENCE("访问令牌的受众不含本枢纽", "the access token is not meant for the hub"),
    NOT_A_SYSTEM(
            "访问令牌不是绑定部门的系统令牌,请用客户端凭证获取",
            "the access token is not that of a system bound to a department; use client credentials"),
    NOT_A_PERSON("访问令牌不是人员令牌,请先登录", "the access token is not that of a person; log in"),
    REVOKED("访问令牌已被吊销,请重新获取", "the access token was revoked; get a new one"),
    KEYS_UNAVAILABLE("身份服务的公钥暂不可用,请稍后重试", "the realm's keys are unavailable; retry later");

    private final String zh;
    private final String en;

    TokenFault(String zh, String en) {
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
