package cn.laohekou.hub.runtime.problem;

/**
 * Every way the hub refuses or fails, with a stable code, an HTTP status and what to do next. Codes are never renamed or
 * reused: callers and runbooks depend on them.
 */
public enum ErrorCode {
    TOKEN_MISSING(
            401,
            0,
            "未出示令牌",
            "No token",
            "请在 Authorization 头中携带 Bearer 令牌；令牌由认证中心的令牌端点发放。",
            "Send Authorization: Bearer with a token from the realm's token endpoint."),
    TOKEN_MALFORMED(
            401,
            0,
            "令牌格式有误",
            "Token malformed",
            "令牌格式、签名或算法不被接受，请重新申请令牌。",
            "The token's form, signature or algorithm is not accepted; ask for a new one."),
    TOKEN_BAD_SIGNATURE(
            401, 0, "令牌签名无效", "Token signature not valid", "请使用本市认证中心发放的令牌。", "Use a token of the hub's own realm."),
    TOKEN_BAD_ALGORITHM(
            401,
            0,
            "令牌签名算法不被接受",
            "Token algorithm not accepted",
            "仅接受 RS256、PS256、ES256 签名的令牌。",
            "Only tokens signed with RS256, PS256 or ES256 are accepted."),
    TOKEN_REVOKED(401, 0, "令牌已被吊销", "Token revoked", "请重新申请令牌。", "Ask for a new token."),
    TOKEN_KEYS_UNAVAILABLE(
            503, 5, "认证中心公钥暂不可用", "Realm's keys unavailable", "请在 Retry-After 之后再试。", "Try again after Retry-After."),
    TOKEN_EXPIRED(401, 0, "令牌已过期", "Token expired", "请重新申请令牌。", "Ask for a new token."),
    TOKEN_NOT_YET_VALID(
            401,
            0,
            "令牌尚未生效",
            "Token not yet valid",
            "请检查双方时钟，或待令牌生效后再试。",
            "Check both clocks, or try again once the token is valid."),
    TOKEN_WRONG_AUDIENCE(
            401,
            0,
            "令牌不是发给本枢纽的",
            "Token meant for someone else",
            "请使用受众（aud）包含 hub 的令牌。",
            "Use a token whose audience contains hub."),
    TOKEN_WRONG_ISSUER(
            401, 0, "令牌来自其他认证域", "Token of another realm", "请使用本市认证中心发放的令牌。", "Use a token of the hub's own realm."),
    TOKEN_NOT_BOUND(
            401,
            0,
            "令牌与客户端证书不符",
            "Token not bound to this certificate",
            "请使用申请令牌时的客户端证书发起调用。",
            "Call with the client certificate the token was issued for."),
    TOKEN_NOT_A_SYSTEM(
            401,
            0,
            "令牌不属于已登记的系统",
            "Token of no registered system",
            "请用已登记系统的客户端申请令牌。",
            "Use the client of a registered system."),
    TOKEN_NOT_A_PERSON(
            401,
            0,
            "令牌不属于人员",
            "Token of no person",
            "管理接口只接受人员登录后的令牌。",
            "The management API accepts tokens of people only."),
    STEP_UP_REQUIRED(
            401,
            0,
            "需要第二因素登录",
            "Second factor required",
            "请按 WWW-Authenticate 的 acr_values 和 max_age 重新登录（证书或安全密钥），再重试；命令行会自动完成。",
            "Sign in again as acr_values and max_age in WWW-Authenticate say (certificate or security key), then retry;"
                    + " the command line does it by itself."),
    SESSION_ENDED(
            401,
            0,
            "会话已结束",
            "Session ended",
            "角色或部门已变更，或已退出登录；请重新登录。",
            "Roles or department changed, or the session was ended; sign in again."),
    DUTIES_NOT_SEPARATE(
            403,
            0,
            "违反三员分立",
            "Duties not separate",
            "系统、安全、审计管理员不得由一人兼任；请在认证中心收回多余的角色。",
            "Nobody may be two of system, security and audit administrator; take the roles too many away in the realm."),
    SIGNATURE_MALFORMED(
            401,
            0,
            "签名头无法识别",
            "Signature headers not understood",
            "请按约定的请求头发送一个签名：RFC 9421，或登记的 rid/sid/rtime/sign 约定。",
            "Send one signature: RFC 9421, or the registered rid/sid/rtime/sign convention."),
    SIGNATURE_KEY_UNKNOWN(
            401,
            0,
            "签名密钥标识未登记",
            "Key id not registered",
            "请核对 keyid（rid），或由本部门经办人登记系统凭据。",
            "Check the key id (rid), or have your department register the credential."),
    SIGNATURE_CREDENTIAL_ENDED(
            401,
            0,
            "系统凭据已吊销或到期",
            "Credential revoked or expired",
            "请由本部门经办人换发凭据。",
            "Have your department issue a new credential."),
    SIGNATURE_INVALID(
            401,
            0,
            "请求签名无效",
            "Request signature not valid",
            "请核对密钥、算法和被签名的内容；发送后不得改动任何被签名的部分。",
            "Check key, algorithm and what is signed; nothing that is signed may change afterwards."),
    SIGNATURE_NOT_COVERED(
            401,
            0,
            "签名覆盖不足",
            "Signature covers too little",
            "须覆盖 @method、@authority、@path、@query、所送的 Hub-* 头，有正文时还须 content-digest，并带 nonce。",
            "Cover @method, @authority, @path, @query, the Hub-* headers sent and, with a body, content-digest; add a nonce."),
    SIGNATURE_OUT_OF_WINDOW(
            401,
            0,
            "签名时间超出允许范围",
            "Signature out of time",
            "请校准时钟；签名时间与枢纽相差不得超过 10 分钟（或约定的时间窗）。",
            "Set the clock: the time of signing may differ by 10 minutes (or the agreed window)."),
    SIGNATURE_REPLAYED(
            401,
            0,
            "重复的签名请求",
            "Signed request seen before",
            "每次调用须重新签名并使用新的 nonce 或时间。",
            "Sign each call anew, with a new nonce or time."),
    SIGNATURE_WRONG_DIGEST(
            401,
            0,
            "正文与签名的摘要不符",
            "Body differs from its signed digest",
            "请对实际发送的正文计算摘要后再签名。",
            "Digest exactly the body that is sent, then sign."),
    SIGNATURE_WRONG_SERVICE(
            401,
            0,
            "签名的服务标识与所调资源不符",
            "Signed for another service",
            "sid 须为所调数据资源的名称或目录代码。",
            "The sid must be the name or catalogue code of the resource called."),
    SIGNATURE_OTHER_SYSTEM(
            401,
            0,
            "签名与令牌不属于同一系统",
            "Signature and token of different systems",
            "请用令牌所属系统的凭据签名。",
            "Sign with a credential of the token's own system."),
    SIGNATURE_STORE_UNAVAILABLE(
            503,
            5,
            "暂时无法核对重放",
            "Replays cannot be checked",
            "请在 Retry-After 之后重新签名再试。",
            "Sign anew and try again after Retry-After."),
    SYSTEM_DISABLED(
            403,
            0,
            "系统已停用",
            "System disabled",
            "请联系本部门经办人或安全管理员。",
            "Ask your department's operator or the security administrator."),
    DEPARTMENT_SUSPENDED(
            403,
            0,
            "部门已被暂停",
            "Department suspended",
            "本部门的数据使用已被暂停，请联系数据主管部门。",
            "Your department's use of data is suspended; ask the data authority."),
    DEPARTMENT_MISMATCH(
            403,
            0,
            "令牌中的部门与登记不符",
            "Department differs from the registration",
            "请重新申请令牌；仍不符时联系安全管理员。",
            "Ask for a new token; if it still differs, tell the security administrator."),
    NO_GRANT(403, 0, "没有共享授权", "No grant", "请由本部门经办人申请共享授权。", "Have your department's operator ask for a grant."),
    GRANT_EXPIRED(403, 0, "共享授权已过期", "Grant expired", "请申请延长授权。", "Ask for a new revision of the grant."),
    GRANT_NOT_YET_VALID(403, 0, "共享授权尚未生效", "Grant not yet valid", "请在授权生效后再试。", "Try again once the grant is valid."),
    GRANT_SUSPENDED(
            403,
            0,
            "共享授权已暂停",
            "Grant suspended",
            "请联系数据提供部门或安全管理员。",
            "Ask the providing department or the security administrator."),
    GRANT_REVOKED(403, 0, "共享授权已撤销", "Grant revoked", "如仍需使用，请重新申请。", "If still needed, ask for a new grant."),
    PURPOSE_MISSING(
            403,
            0,
            "未说明用途",
            "Purpose missing",
            "请在 Hub-Purpose 头中填写授权所列的用途代码。",
            "Name a purpose of the grant in the header Hub-Purpose."),
    PURPOSE_UNKNOWN(
            403,
            0,
            "用途未登记",
            "Purpose unknown",
            "请在 Hub-Purpose 头中填写授权所列的用途代码。",
            "Name a purpose of the grant in the header Hub-Purpose."),
    PURPOSE_NOT_GRANTED(
            403,
            0,
            "授权不含此用途",
            "Purpose not granted",
            "请使用授权所列的用途，或申请新版授权。",
            "Use a purpose of the grant or ask for a new revision."),
    OPERATION_NOT_GRANTED(
            403,
            0,
            "授权不含此操作",
            "Operation not granted",
            "请使用授权所列的操作，或申请新版授权。",
            "Use an operation of the grant or ask for a new revision."),
    CASE_REQUIRED(
            403, 0, "未填写办件号", "Case number missing", "请在 Hub-Case 头中填写办件号。", "Name the case in the header Hub-Case."),
    SIGNATURE_REQUIRED(
            403,
            0,
            "须签名",
            "Signature required",
            "授权要求请求以登记的系统凭据签名；以 sm4-cbc 加密的正文也须被签名覆盖。",
            "The grant demands requests signed with a registered credential; a body under sm4-cbc must be covered too."),
    BODY_NOT_ENCRYPTED(
            400,
            0,
            "正文未按约定加密",
            "Body not encrypted as agreed",
            "请用系统的 SM4 密钥按授权约定的方式加密：{alg, kid, data}，关联数据为“方法 空格 请求目标”。",
            "Encrypt with the system's SM4 key as the grant says: {alg, kid, data}, bound to method, space, request target."),
    ENCRYPTION_KEY_MISSING(
            503,
            60,
            "缺少应答加密或签名所需的密钥",
            "No key to encrypt or sign the answer with",
            "请由本部门经办人为系统登记 encryption-key 或 signature-secret 凭据。",
            "Have your department register an encryption-key or signature-secret for the system."),
    RESOURCE_SUNSET(
            410,
            0,
            "资源已停用",
            "Resource has ended",
            "该数据资源已到公告的停用时间，请按 Link 头改用后续资源并申请授权。",
            "The resource reached its announced end; move to the successor in the Link header and apply for a grant on it."),
    ONWARD_SHARING_FORBIDDEN(
            403,
            0,
            "不得转供",
            "Passing on not granted",
            "授权不允许将数据转供 Hub-Recipient 所列部门，请由该部门自行申请共享授权。",
            "The grant does not allow passing the data on to the department in Hub-Recipient; it has to apply itself."),
    CASE_INVALID(
            403,
            0,
            "办件号格式不正确",
            "Case number not well formed",
            "办件号为 1 至 64 个可见字符。",
            "A case number has 1 to 64 visible characters."),
    PERSON_NOT_VERIFIED(
            403,
            0,
            "须证明经办人或当事人身份",
            "Person not proven",
            "请用令牌交换（RFC 8693）取得同时写明系统和本人的令牌后再调用。",
            "Exchange the person's token (RFC 8693) for one that names both system and person, then call again."),
    ASSURANCE_TOO_LOW(
            403,
            0,
            "身份认证等级不足",
            "Assurance too low",
            "请当事人以更高等级（例如实人认证）重新认证后再试。",
            "The person has to authenticate at a higher level of assurance first."),
    PERSON_REQUIRED(
            403,
            0,
            "未填写经办人",
            "Acting person missing",
            "请在 Hub-Person 头中填写经办人。",
            "Name the acting person in the header Hub-Person."),
    PERSON_INVALID(
            403,
            0,
            "经办人格式不正确",
            "Acting person not well formed",
            "经办人为 1 至 64 个可见字符。",
            "An acting person has 1 to 64 visible characters."),
    NETWORK_NOT_ALLOWED(
            403,
            0,
            "来源网络不在授权范围",
            "Source network not granted",
            "请从授权所列网络发起调用。",
            "Call from a network the grant lists."),
    OUTSIDE_TIME_WINDOW(403, 0, "不在授权时段内", "Outside the granted hours", "请在授权时段内调用。", "Call within the granted hours."),
    CERTIFICATE_REQUIRED(
            403,
            0,
            "未出示电子证照",
            "E-certificate missing",
            "请在 Hub-Subject-Certificate 头中填写数据主体的电子证照标识。",
            "Name the data subject's e-certificate in the header Hub-Subject-Certificate."),
    CERTIFICATE_UNCHECKED(
            403,
            0,
            "电子证照尚未核验",
            "E-certificate not checked",
            "该授权须先核验电子证照，此入口不能核验。",
            "The grant needs the e-certificate checked, which this entry does not do."),
    CERTIFICATE_FORGED(
            403,
            0,
            "电子证照系伪造",
            "E-certificate forged",
            "证照标识、内容或签章与签发机关不符，请核对证照标识。",
            "Identifier, data or seal are not the issuer's; check the identifier."),
    CERTIFICATE_WRONG_TYPE(
            403,
            0,
            "电子证照类型不符",
            "E-certificate of another type",
            "请出示授权所列类型的电子证照。",
            "Present an e-certificate of a type the grant lists."),
    CERTIFICATE_FOREIGN(
            403,
            0,
            "电子证照不属于授权所列的签发机关或地区",
            "E-certificate of another issuer or region",
            "请出示授权所列机关或地区签发的电子证照。",
            "Present an e-certificate of an issuer or region the grant lists."),
    CERTIFICATE_UNKNOWN(
            403,
            0,
            "查无此电子证照",
            "No such e-certificate",
            "签发机关查无此证，请核对证照标识。",
            "Its authority knows no such certificate; check the identifier."),
    CERTIFICATE_REVOKED(
            403, 0, "电子证照已注销", "E-certificate revoked", "请由数据主体换发后再办理。", "The data subject must have it issued anew."),
    CERTIFICATE_EXPIRED(
            403,
            0,
            "电子证照不在有效期内",
            "E-certificate not in force",
            "请由数据主体换发后再办理。",
            "The data subject must have it issued anew."),
    CERTIFICATE_NOT_THE_SUBJECTS(
            403,
            0,
            "电子证照不属于所查询的人",
            "E-certificate of somebody else",
            "请出示所查询之人本人的电子证照，每次查询一人。",
            "Present the e-certificate of the very person asked about, one person at a time."),
    CERTIFICATE_NOT_AUTHORISED(
            403,
            0,
            "数据主体未授权本次用证",
            "Use not authorised by the data subject",
            "请先取得数据主体对该事项的用证授权。",
            "Obtain the data subject's authorisation for this matter first."),
    CERTIFICATE_UNCHECKABLE(
            503,
            5,
            "电子证照暂时无法核验",
            "E-certificate cannot be checked now",
            "证照服务未给出可信的应答，未释放任何数据，请稍后再试。",
            "The certificate service gave no answer to rely on; nothing was released. Try again later."),
    POLICY_UNENFORCEABLE(
            403,
            0,
            "授权无法执行",
            "Grant cannot be enforced",
            "授权内容无法执行，已拒绝；请联系安全管理员。",
            "The grant names something nobody enforces; ask the security administrator."),
    POLICY_ERROR(
            403,
            0,
            "策略判定出错",
            "Decision failed",
            "判定出错，已拒绝；请向运维提供 incident 编号。",
            "The decision failed and was denied; give operations the incident id."),
    SYSTEM_UNKNOWN(
            403,
            0,
            "系统未登记",
            "System not registered",
            "请先由本部门经办人登记系统。",
            "Have your department's operator register the system."),
    RESOURCE_NOT_SHARED(
            403, 0, "资源不予共享", "Resource not shared", "该资源不予共享，任何授权均无效。", "This resource is shared with no one."),
    RESOURCE_UNKNOWN(
            404,
            0,
            "没有此资源，或无权知晓",
            "No such resource, or not yours to know",
            "请核对资源名；可在资源目录中查询。",
            "Check the name against the catalogue."),
    RESOURCE_STOPPED(
            503,
            60,
            "数据资源已暂停或注销",
            "The resource is paused or withdrawn",
            "请查看通知（/api/v1/notices）中的理由和备案号，或联系数据提供部门。",
            "See the reason and filing number in the notices (/api/v1/notices), or ask the providing department."),
    OPERATION_UNKNOWN(404, 0, "资源没有此操作", "No such operation", "请按资源登记的操作路径调用。", "Use a path the resource declares."),
    METHOD_NOT_ALLOWED(
            405, 0, "方法不被允许", "Method not allowed", "请使用该操作登记的方法。", "Use the method the operation declares."),
    PARAMETER_INVALID(
            400,
            0,
            "参数不符合登记",
            "Parameter not as declared",
            "请按 errors 所列修改参数。",
            "Correct the parameters listed in errors."),
    SENSITIVE_IN_URL(
            400,
            0,
            "敏感参数不得出现在网址中",
            "Sensitive parameter in the URL",
            "请用 POST 并把该参数放入请求体。",
            "Use POST and put the parameter into the body."),
    BAD_PATH(
            400,
            0,
            "路径不被接受",
            "Path not accepted",
            "路径中不得含点段、编码斜杠或控制字符。",
            "No dot segments, encoded slashes or control characters."),
    BAD_HEADER(400, 0, "请求头不被接受", "Header not accepted", "请检查请求头的格式与长度。", "Check the header's form and length."),
    BODY_TOO_LARGE(
            413,
            0,
            "请求体过大",
            "Request body too large",
            "请缩小请求体至操作登记的上限以内。",
            "Keep the body within the limit the operation declares."),
    MEDIA_TYPE_UNSUPPORTED(
            415, 0, "不支持的内容类型", "Media type not supported", "请使用 application/json。", "Use application/json."),
    NOT_ACCEPTABLE(
            406, 0, "无法提供所要求的内容类型", "Not acceptable", "请在 Accept 头中接受 application/json。", "Accept application/json."),
    QUOTA_EXCEEDED(
            429,
            0,
            "配额已用完",
            "Quota used up",
            "请在 Retry-After 之后再试，或申请更高配额。",
            "Try again after Retry-After or ask for a larger quota."),
    RATE_EXCEEDED(429, 1, "调用过快", "Rate exceeded", "请在 Retry-After 之后再试。", "Try again after Retry-After."),
    COUNTERPART_DOWN(
            502,
            0,
            "数据提供方不可用",
            "Counterpart down",
            "请稍后再试；数据提供部门可查看连接器状态。",
            "Try again later; the provider can look at the connector's status."),
    COUNTERPART_FAILED(
            502,
            0,
            "数据提供方返回错误",
            "Counterpart answered with an error",
            "请稍后再试；数据提供部门可查看连接器状态。",
            "Try again later; the provider can look at the connector's status."),
    COUNTERPART_REFUSED(
            502,
            0,
            "数据提供方拒绝了请求",
            "Counterpart refused the request",
            "请核对参数；数据提供部门可查看连接器状态。",
            "Check the parameters; the provider can look at the connector's status."),
    COUNTERPART_TIMEOUT(504, 0, "数据提供方未及时应答", "Counterpart too slow", "请稍后再试。", "Try again later."),
    ADDRESS_NOT_ALLOWED(
            502,
            0,
            "未获准连接数据提供方地址",
            "Counterpart's address not allowed",
            "请由安全管理员登记允许的出站地址。",
            "The security administrator must allow the address."),
    COUNTERPART_BAD_ANSWER(
            502,
            0,
            "数据提供方的应答不可用",
            "Counterpart's answer cannot be used",
            "请稍后再试；数据提供部门可查看连接器状态。",
            "Try again later; the provider can look at the connector's status."),
    CONNECTOR_MISCONFIGURED(
            503,
            0,
            "连接器设置有误",
            "Connector misconfigured",
            "请由数据提供部门检查连接器设置。",
            "The provider must check the connector's settings."),
    ANSWER_UNFILTERABLE(
            502,
            0,
            "应答无法按授权过滤",
            "Answer cannot be filtered",
            "应答不是可过滤的 JSON，未释放任何数据。",
            "The answer is no JSON that can be filtered; nothing was released."),
    ANSWER_TOO_LARGE(502, 0, "应答过大", "Answer too large", "请缩小查询范围，或改用文件交换。", "Ask for less, or use the file pattern."),
    CONNECTOR_BUSY(503, 1, "连接器繁忙", "Connector busy", "请在 Retry-After 之后再试。", "Try again after Retry-After."),
    CONNECTOR_OPEN(
            503,
            10,
            "连接器已熔断",
            "Circuit open",
            "数据提供方连续失败，请在 Retry-After 之后再试。",
            "The counterpart kept failing; try again after Retry-After."),
    CONNECTOR_NOT_RUNNING(503, 30, "连接器未运行", "Connector not running", "请联系数据提供部门。", "Ask the providing department."),
    EVIDENCE_UNAVAILABLE(
            503,
            5,
            "存证暂不可用",
            "Evidence store unavailable",
            "未转发也未释放任何数据，请稍后再试。",
            "Nothing was forwarded or released; try again later."),
    POLICY_CHANGED(
            503,
            1,
            "策略刚刚变更",
            "Policy just changed",
            "应答途中策略已变更，未释放任何数据；请在 Retry-After 之后再试。",
            "The policy changed while the answer was on its way; nothing was released. Try again after Retry-After."),
    HUB_OVERLOADED(503, 1, "枢纽内存已满", "Hub overloaded", "请在 Retry-After 之后再试。", "Try again after Retry-After."),
    MANAGEMENT_IDENTITY_DOWN(
            503,
            10,
            "认证中心不可用",
            "Identity server unavailable",
            "无法判定权限，管理操作暂不可用；数据交换不受影响。",
            "Permissions cannot be decided; exchanges go on. Try again later."),
    REGISTRY_UNAVAILABLE(503, 5, "登记库暂不可用", "Registry unavailable", "请稍后再试。", "Try again later."),
    NOT_PERMITTED(
            403,
            0,
            "无权执行此操作",
            "Not permitted",
            "您的角色不含此操作；如需办理请联系相应管理员。",
            "Your roles do not include this; ask the administrator in charge."),
    NOT_YOUR_DEPARTMENT(
            403,
            0,
            "只能办理本部门事项",
            "Only for your own department",
            "请由所属部门的经办人办理。",
            "Have the owning department's operator do it."),
    SUBMITTER_CANNOT_APPROVE(
            403,
            0,
            "提交人不得审批",
            "Whoever submitted cannot approve",
            "请由另一名安全管理员审批。",
            "Another security administrator must approve."),
    HELD_BY_ANOTHER(
            403, 0, "须由停止者恢复", "To be resumed by whoever stopped it", "请联系作出停止决定的一方。", "Ask whoever stopped it."),
    NOT_FOUND(404, 0, "没有此对象，或无权知晓", "Not found, or not yours to know", "请核对名称。", "Check the name."),
    PATH_UNKNOWN(404, 0, "没有此接口", "No such path", "请查阅 /openapi。", "See /openapi."),
    ALREADY_EXISTS(
            409, 0, "名称已被占用", "Name taken", "请换一个名称，或用 PUT 提交新版本。", "Choose another name, or PUT a new revision."),
    STATE_CONFLICT(
            409,
            0,
            "当前状态不允许此操作",
            "Not possible in this state",
            "请先查看对象的当前状态与版本。",
            "Look at the object's state and revisions first."),
    PROBE_MISSING(
            409,
            0,
            "尚未拨测",
            "Not probed yet",
            "请先拨测此版本再提交；拨测未通过也可提交，审批人会看到结果。",
            "Probe this revision first, then submit it: a failed probe does not forbid it, the approver sees the result."),
    CONSENT_MISSING(
            409,
            0,
            "提供部门尚未同意",
            "Provider has not consented",
            "请由数据提供部门的经办人先行同意。",
            "The providing department's operator must consent first."),
    NOT_FORMERLY_APPROVED(
            409,
            0,
            "只能回退到曾获批准的版本",
            "Only to a formerly approved revision",
            "请在版本列表中选择曾获批准的版本。",
            "Choose a formerly approved revision."),
    IDEMPOTENCY_CONFLICT(
            409,
            0,
            "幂等键已用于不同的请求",
            "Idempotency key used differently",
            "请换一个 Idempotency-Key。",
            "Use another Idempotency-Key."),
    REGISTRATION_INVALID(
            422,
            0,
            "登记内容有误",
            "Registration not valid",
            "请按 errors 逐项修改；未保存任何内容。",
            "Correct every field in errors; nothing was stored."),
    SECRET_NOT_ADMITTED(
            422,
            0,
            "涉密数据不得登记",
            "Secret data is not admitted",
            "国家秘密、工作秘密不属于共享范围，本系统不予登记，也未保存任何内容；请按保密规定处理。",
            "State and work secrets lie outside sharing; nothing was stored. Handle them as the secrecy rules say."),
    FILING_NEEDED(
            422,
            0,
            "停止在用的共享须说明理由并备案",
            "Stopping what is in use needs a reason and a filing",
            "请给出 reason 和备案号 filing；确属紧急的，给出 reason 和 emergency，到期自动恢复。",
            "Give reason and filing; in an emergency give reason and emergency, and the stop ends by itself."),
    APPLICATION_INCOMPLETE(
            422,
            0,
            "申请材料不全",
            "Application incomplete",
            "请按 errors 一次性补齐后重新提交；申请未被驳回。",
            "Complete everything in errors and submit again; the application is not rejected."),
    RULE_NEEDED(
            422,
            0,
            "安全审查只能依据所列规则提出异议",
            "The security review objects with a named rule only",
            "请用 rule 指明所依据的规则，用 reason 说明事实。",
            "Name the rule with rule and the facts with reason."),
    PLUGIN_UNKNOWN(422, 0, "没有此连接器类型", "Unknown connector plugin", "请从所列类型中选择。", "Choose one of the known plugins."),
    PROBE_FAILED(
            422,
            0,
            "拨测未通过",
            "Probe failed",
            "请检查地址、凭据与出站许可后重试。",
            "Check address, credentials and the outgoing list, then try again."),
    JSON_MALFORMED(
            400,
            0,
            "请求体不是合法的 JSON",
            "Body is not well-formed JSON",
            "请检查 JSON 语法，不得有重复的键。",
            "Check the syntax; duplicate keys are refused."),
    CURSOR_INVALID(400, 0, "分页游标无效", "Cursor not valid", "请从第一页重新开始。", "Start again from the first page."),
    SETUP_CLOSED(
            409,
            0,
            "没有有效的设置码",
            "No set-up code is open",
            "设置码已用完、过期或因多次输错作废；如管理员尚未齐备，请重新启动枢纽以取得新码。",
            "It was used up, expired or ended by wrong attempts; while administrators are missing, a new start prints a new one."),
    SETUP_CODE_WRONG(
            403,
            0,
            "设置码不正确",
            "Set-up code not right",
            "请核对启动时打印的设置码；多次输错将使其作废。",
            "Check the code printed at start; wrong attempts end it."),
    SETUP_ROLE_TAKEN(
            409,
            0,
            "该角色已有人担任",
            "Role taken by somebody else",
            "请领取其余的管理员角色。",
            "Take one of the roles that still wait."),
    SETUP_ONE_ROLE_EACH(
            409,
            0,
            "一人只能担任一个管理员角色",
            "One administrator's role for each person",
            "请由另一人领取该角色。",
            "Another person must take this role."),
    SETUP_UNAVAILABLE(
            409,
            0,
            "首次设置不可用",
            "First set-up not available",
            "请用 HUB_KEYCLOAK_SETUP_SECRET_FILE 指定客户端 hub-setup 的密钥文件并重新启动枢纽。",
            "Name the secret file of client hub-setup with HUB_KEYCLOAK_SETUP_SECRET_FILE and start the hub again."),
    NOT_A_PUBLISHER(
            403,
            0,
            "系统不是该消息资源的发布方",
            "System does not publish this resource",
            "只有资源登记的发布系统可以发布；请由资源所属部门修改登记。",
            "Only the publishers the resource lists may publish; its department can change the list."),
    MESSAGE_MALFORMED(
            422,
            0,
            "消息不符合登记的格式",
            "Message not as declared",
            "消息须为登记的格式（JSON 或 XML）、语法正确、无重复键，声明的字段类型相符；未接收。",
            "A message must be well-formed in the declared format, without duplicate keys, its declared fields of their types; it was not taken."),
    MESSAGE_KEY_UNUSABLE(
            422,
            0,
            "消息没有唯一的排序键",
            "Message without a single key",
            "资源登记的排序键须在消息中恰好出现一次，非空，且不超过 256 字节；未接收。",
            "The key the resource declares must stand in the message exactly once, not empty, in at most 256 bytes; it was not taken."),
    BROKER_FULL(
            429,
            5,
            "消息积压已达上限",
            "Backlog at its limit",
            "消息未接收，请在 Retry-After 之后用相同的 Idempotency-Key 再试。",
            "The message was not taken; try again after Retry-After with the same Idempotency-Key."),
    BROKER_UNAVAILABLE(
            503,
            5,
            "消息代理暂不可用",
            "Broker unavailable",
            "消息未确认接收，请在 Retry-After 之后用相同的 Idempotency-Key 再试。",
            "The message was not acknowledged; try again after Retry-After with the same Idempotency-Key."),
    CONNECTOR_NOT_YOURS(
            422,
            0,
            "不能改投到该连接器",
            "Connector cannot be delivered to",
            "改投目标须是使用方部门正在运行的连接器。",
            "A corrected target is a running connector of the consumer's department."),
    INTERNAL(500, 0, "内部错误", "Internal error", "请向运维提供 incident 编号。", "Give operations the incident id.");

    private final int status;
    private final int retryAfterSeconds;
    private final String titleZh;
    private final String titleEn;
    private final String hintZh;
    private final String hintEn;

    ErrorCode(int status, int retryAfterSeconds, String titleZh, String titleEn, String hintZh, String hintEn) {
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
        this.titleZh = titleZh;
        this.titleEn = titleEn;
        this.hintZh = hintZh;
        this.hintEn = hintEn;
    }

    /** HTTP status code. */
    public int status() {
        return status;
    }

    /** Default of the {@code Retry-After} header in seconds; 0 for none. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** What it is, in a few words. */
    public Text title() {
        return new Text(titleZh, titleEn);
    }

    /** What to do next. */
    public Text hint() {
        return new Text(hintZh, hintEn);
    }
}
