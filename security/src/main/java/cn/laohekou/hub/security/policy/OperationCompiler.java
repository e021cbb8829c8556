package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.policy.Parameter.In;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Compiles one operation and finds everything nobody could enforce. */
final class OperationCompiler {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");

    /** Longest value a parameter may declare, in characters. */
    private static final int MAX_PARAMETER_LENGTH = 4096;

    private final String at;
    private final Operation operation;
    private final List<Finding> findings;
    private final int findingsBefore;

    OperationCompiler(String at, Operation operation, List<Finding> findings) {
        this.at = at;
        this.operation = operation;
        this.findings = findings;
        this.findingsBefore = findings.size();
    }

    /** The compiled operation, or null when it has findings. */
    @Nullable
    CompiledOperation compile() {
        if (!NAME.matcher(operation.name()).matches()) {
            find("/name", "操作名称须以字母开头,仅含字母、数字、_ . -", "must start with a letter and hold letters, digits, _ . - only");
        }
        boolean post = operation.method().equals("POST");
        if (!post && !operation.method().equals("GET")) {
            find("/method", "方法须为 GET 或 POST", "must be GET or POST");
        }
        PathTemplate path = template("/path", operation.path());
        if (path != null && operation.path().isEmpty()) {
            find("/path", "路径不能为空", "must not be empty");
        }
        PathTemplate counterpart = template("/counterpartPath", operation.counterpartPath());
        List<CompiledParameter> parameters = parameters(post);
        body(post);
        if (path != null && counterpart != null) {
            paths(path, counterpart);
        }
        if (findings.size() > findingsBefore || path == null || counterpart == null) {
            return null;
        }
        return new CompiledOperation(operation, path, counterpart, parameters);
    }

    private @Nullable PathTemplate template(String pointer, String text) {
        PathTemplate template = PathTemplate.parse(text);
        if (template == null) {
            find(
                    pointer,
                    "须为以 / 分隔的路径段,不以 / 开头;每段为字母数字 - . _ ~ 或整段 {参数},不含 . 与 .. 段",
                    "must be segments joined by / without a leading /; each segment is letters, digits, - . _ ~ or a whole"
                            + " {parameter}, never . or ..");
        }
        return template;
    }

    private List<CompiledParameter> parameters(boolean post) {
        List<CompiledParameter> compiled = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < operation.parameters().size(); i++) {
            Parameter parameter = operation.parameters().get(i);
            String pointer = "/parameters/" + i;
            if (!CompiledParameter.validName(parameter.name())) {
                find(
                        pointer + "/name",
                        "参数名须以字母或 _ 开头,仅含字母、数字、_ . -",
                        "must start with a letter or _ and hold letters, digits, _ . -");
            }
            if (!names.add(parameter.name())) {
                find(pointer + "/name", "参数名重复", "another parameter has the same name");
            }
            place(pointer, parameter, post);
            compiled.add(new CompiledParameter(parameter, i, pattern(pointer, parameter)));
        }
        return compiled;
    }

    private void place(String pointer, Parameter parameter, boolean post) {
        if (parameter.in() == In.BODY && !post) {
            find(pointer + "/in", "请求体参数仅用于 POST", "body parameters need POST");
        }
        if (parameter.sensitive() && parameter.in() != In.BODY) {
            find(pointer + "/in", "敏感参数只能放在 POST 请求体", "sensitive parameters belong in the body of a POST");
        }
        if (parameter.in() == In.PATH && !parameter.required()) {
            find(pointer + "/required", "路径参数必须为必填", "path parameters are always required");
        }
        if (parameter.maxLength() < 0 || parameter.maxLength() > MAX_PARAMETER_LENGTH) {
            find(pointer + "/maxLength", "长度上限须为 0 至 " + MAX_PARAMETER_LENGTH, "must be 0 to " + MAX_PARAMETER_LENGTH);
        }
    }

    private @Nullable Pattern pattern(String pointer, Parameter parameter) {
        if (parameter.pattern() == null) {
            return null;
        }
        try {
            return Pattern.compile(parameter.pattern());
        } catch (PatternSyntaxException e) {
            find(pointer + "/pattern", "正则表达式有误", "is not a regular expression");
            return null;
        }
    }

    private void body(boolean post) {
        boolean declared = operation.parameters().stream().anyMatch(parameter -> parameter.in() == In.BODY);
        if (operation.maxBodyBytes() < 0 || (operation.maxBodyBytes() > 0 && !post)) {
            find("/maxBodyBytes", "请求体上限须不小于 0,GET 须为 0", "must not be negative, and 0 for GET");
        } else if (declared && operation.maxBodyBytes() == 0) {
            find("/maxBodyBytes", "声明了请求体参数,上限须大于 0", "must be above 0 because body parameters are declared");
        }
    }

    private void paths(PathTemplate path, PathTemplate counterpart) {
        Set<String> declared = new HashSet<>();
        for (Parameter parameter : operation.parameters()) {
            if (parameter.in() == In.PATH) {
                declared.add(parameter.name());
            }
        }
        if (!path.parameters().equals(declared)) {
            find("/path", "路径中的 {参数} 须与声明的路径参数一致", "its {parameters} must be exactly the declared path parameters");
        }
        if (!declared.containsAll(counterpart.parameters())) {
            find("/counterpartPath", "含有未声明的路径参数", "names path parameters that are not declared");
        }
    }

    private void find(String pointer, String zh, String en) {
        findings.add(new Finding(at + pointer, zh, en));
    }
}
