package cn.laohekou.hub.city;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** The same data as older systems hand it out: XML in GB 18030 with a namespace, and a table. */
final class OldFormats {

    private static final String NAMESPACE = "http://mz.laohekou.gov.cn/address";

    private OldFormats() {}

    static void xml(RoutingContext context, Callable<List<Map<String, Object>>> query) {
        answer(context, query, "text/xml", rows -> {
            StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"GB18030\"?>\n<a:towns xmlns:a=\"")
                    .append(NAMESPACE)
                    .append("\"><!-- 导出 -->");
            for (Map<String, Object> row : rows) {
                xml.append("<a:town code=\"").append(row.get("code")).append("\">");
                row.forEach((name, value) -> xml.append("<a:")
                        .append(name)
                        .append("><![CDATA[")
                        .append(value)
                        .append("]]></a:")
                        .append(name)
                        .append('>'));
                xml.append("</a:town>");
            }
            return Buffer.buffer(xml.append("</a:towns>").toString().getBytes(Charset.forName("GB18030")));
        });
    }

    static void csv(RoutingContext context, Callable<List<Map<String, Object>>> query) {
        answer(context, query, "text/csv", rows -> {
            StringBuilder table = new StringBuilder("\uFEFF");
            if (!rows.isEmpty()) {
                table.append(String.join(",", rows.get(0).keySet())).append("\r\n");
            }
            for (Map<String, Object> row : rows) {
                table.append(row.values().stream()
                                .map(value -> "\"" + String.valueOf(value).replace("\"", "\"\"") + "\"")
                                .collect(Collectors.joining(",")))
                        .append("\r\n");
            }
            return Buffer.buffer(table.toString().getBytes(StandardCharsets.UTF_8));
        });
    }

    private interface Form {
        Buffer of(List<Map<String, Object>> rows);
    }

    private static void answer(
            RoutingContext context, Callable<List<Map<String, Object>>> query, String type, Form form) {
        context.vertx()
                .executeBlocking(() -> form.of(query.call()), false)
                .onSuccess(body ->
                        context.response().putHeader("Content-Type", type).end(body))
                .onFailure(context::fail);
    }
}
