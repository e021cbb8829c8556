package cn.laohekou.hub.security.policy;

/**
 * One thing wrong with a call's parameters. Holds neither values nor the names of undeclared parameters.
 *
 * @param name declared name of the parameter, or {@code (path)}, {@code (query)} or {@code (body)} for the whole part
 * @param code what kind of fault
 * @param zh what is wrong and what to do, Chinese
 * @param en the same in English
 */
public record ParameterFault(String name, Code code, String zh, String en) {

    /** Kinds of faults; stable words for clients. */
    public enum Code {
        UNKNOWN,
        DUPLICATE,
        MISSING,
        MISPLACED,
        WRONG_TYPE,
        PATTERN,
        TOO_LONG,
        NOT_ALLOWED,
        /** A sensitive value stands in the path or query. */
        SENSITIVE_IN_URL,
        MALFORMED,
        BODY_TOO_LARGE,
        BODY_NOT_EXPECTED
    }

    static ParameterFault duplicate(String name) {
        return new ParameterFault(
                name,
                Code.DUPLICATE,
                "参数 " + name + " 出现多次,请只给一次",
                "parameter " + name + " is given more than once; give it once");
    }

    static ParameterFault missing(Parameter p) {
        return new ParameterFault(
                p.name(),
                Code.MISSING,
                "缺少必填参数 " + p.name() + "(" + place(p, true) + ")",
                "required parameter " + p.name() + " is missing from the " + place(p, false));
    }

    static ParameterFault misplaced(Parameter p) {
        return new ParameterFault(
                p.name(),
                Code.MISPLACED,
                "参数 " + p.name() + " 应放在" + place(p, true),
                "parameter " + p.name() + " belongs in the " + place(p, false));
    }

    static ParameterFault sensitive(String name) {
        return new ParameterFault(
                name,
                Code.SENSITIVE_IN_URL,
                "敏感参数或身份证号不得出现在网址中,请改用 POST 并放在请求体",
                "sensitive parameters and resident ID numbers are not accepted in a URL; send them in the body of a POST");
    }

    static ParameterFault unknown(String part, String allowed) {
        return new ParameterFault(
                part,
                Code.UNKNOWN,
                "含有未声明的参数;允许的参数:" + (allowed.isEmpty() ? "无" : allowed),
                "contains undeclared parameters; allowed: " + (allowed.isEmpty() ? "none" : allowed));
    }

    static ParameterFault malformed(String part) {
        return new ParameterFault(
                part,
                Code.MALFORMED,
                part.equals("(body)") ? "请求体须为一个扁平的 JSON 对象(UTF-8,键不重复)" : "查询串或路径的编码有误,须为 UTF-8 百分号编码",
                part.equals("(body)")
                        ? "the body must be one flat JSON object in UTF-8 without repeated keys"
                        : "the query or path is not well-formed percent-encoded UTF-8");
    }

    static ParameterFault bodyTooLarge(int limit) {
        return new ParameterFault(
                "(body)",
                Code.BODY_TOO_LARGE,
                "请求体超过 " + limit + " 字节的上限",
                "the body is larger than the limit of " + limit + " bytes");
    }

    static ParameterFault bodyNotExpected() {
        return new ParameterFault("(body)", Code.BODY_NOT_EXPECTED, "该操作不接受请求体", "this operation takes no body");
    }

    private static String place(Parameter p, boolean zh) {
        return switch (p.in()) {
            case PATH -> zh ? "路径" : "path";
            case QUERY -> zh ? "查询串" : "query";
            case BODY -> zh ? "请求体" : "body";
        };
    }
}
