package cn.laohekou.hub.security.signature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A message put together by a test. */
final class TestMessage implements HttpMessage {

    private final String method;
    private final int status;
    private final String path;
    private final String query;
    private final Map<String, List<String>> fields = new HashMap<>();

    private TestMessage(String method, String path, String query, int status) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.status = status;
    }

    static TestMessage request(String method, String path, String query) {
        return new TestMessage(method, path, query, 0);
    }

    static TestMessage answer(int status) {
        return new TestMessage("", "", "", status);
    }

    TestMessage with(String name, String value) {
        fields.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                .add(value);
        return this;
    }

    TestMessage set(String name, String value) {
        fields.remove(name.toLowerCase(Locale.ROOT));
        return with(name, value);
    }

    TestMessage without(String name) {
        fields.remove(name.toLowerCase(Locale.ROOT));
        return this;
    }

    TestMessage on(String otherMethod, String otherPath, String otherQuery) {
        TestMessage copy = new TestMessage(otherMethod, otherPath, otherQuery, status);
        copy.fields.putAll(fields);
        return copy;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String authority() {
        return "example.com";
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public List<String> field(String name) {
        return fields.getOrDefault(name, List.of());
    }
}
