package cn.laohekou.hub.runtime.sharing;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/** What the law makes a data authority answer for in a month: numbers, and every late case by name. */
public final class SharingReport {

    private SharingReport() {}

    static ObjectNode of(Connection connection, YearMonth month, ZoneId zone, Instant now) throws SQLException {
        Instant from = month.atDay(1).atStartOfDay(zone).toInstant();
        Instant until = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
        ObjectNode report = Json.object()
                .put("month", month.toString())
                .put("from", from.toString())
                .put("until", until.toString())
                .put("madeAt", now.toString());
        ObjectNode numbers = report.putObject("numbers");
        numbers.put(
                "applicationsFiled",
                count(connection, "application WHERE filed_at >= ? AND filed_at < ?", from, until));
        numbers.put(
                "applicationsGranted",
                count(
                        connection,
                        "application WHERE answered_at >= ? AND answered_at < ?"
                                + " AND state IN ('delivering', 'delivered', 'ended')",
                        from,
                        until));
        numbers.put(
                "applicationsRefused",
                count(
                        connection,
                        "application WHERE answered_at >= ? AND answered_at < ? AND state = 'refused'",
                        from,
                        until));
        numbers.put(
                "deliveries",
                count(connection, "application WHERE delivered_at >= ? AND delivered_at < ?", from, until));
        numbers.put(
                "extensions",
                count(connection, "sharing_event WHERE action = 'extend' AND at >= ? AND at < ?", from, until));
        numbers.put(
                "correctionsFiled",
                count(
                        connection,
                        "sharing_case WHERE kind = 'correction' AND opened_at >= ? AND opened_at < ?",
                        from,
                        until));
        numbers.put(
                "disputes",
                count(
                        connection,
                        "sharing_case WHERE kind = 'dispute' AND opened_at >= ? AND opened_at < ?",
                        from,
                        until));
        numbers.put(
                "catalogueChanges",
                count(
                        connection,
                        "sharing_case WHERE kind = 'change' AND opened_at >= ? AND opened_at < ?",
                        from,
                        until));
        numbers.put(
                "stopsFiled", count(connection, "filing WHERE number IS NOT NULL AND at >= ? AND at < ?", from, until));
        numbers.put(
                "emergencyStops", count(connection, "filing WHERE number IS NULL AND at >= ? AND at < ?", from, until));
        var late = report.putArray("late");
        Sql.list(
                        connection,
                        "SELECT d.*, dep.name FROM registry.deadline d LEFT JOIN registry.department dep"
                                + " ON dep.code = d.department WHERE d.due_at < ? AND d.due_at >= ?"
                                + " AND (d.closed_at IS NULL OR d.closed_at >= d.due_at) AND d.due_at <= ?"
                                + " ORDER BY d.due_at",
                        row -> Json.object()
                                .put("clock", row.getString("kind"))
                                .put("key", row.getString("key"))
                                .put("department", row.getString("department"))
                                .put("departmentName", row.getString("name"))
                                .put("due", String.valueOf(Sql.instant(row, "due_at")))
                                .put(
                                        "closed",
                                        row.getObject("closed_at") == null
                                                ? null
                                                : String.valueOf(Sql.instant(row, "closed_at"))),
                        until,
                        from,
                        now)
                .forEach(late::add);
        var stops = report.putArray("stops");
        Sql.list(
                        connection,
                        "SELECT * FROM registry.filing WHERE at >= ? AND at < ? ORDER BY id",
                        row -> Json.object()
                                .put("object", row.getString("object_kind") + " " + row.getString("object_name"))
                                .put("action", row.getString("action"))
                                .put("reason", row.getString("reason"))
                                .put("filing", row.getString("number"))
                                .put("at", String.valueOf(Sql.instant(row, "at"))),
                        from,
                        until)
                .forEach(stops::add);
        return report;
    }

    private static int count(Connection connection, String what, Instant from, Instant until) throws SQLException {
        return Sql.list(connection, "SELECT count(*) FROM registry." + what, row -> row.getInt(1), from, until)
                .get(0);
    }

    /** The report as one page to print and sign. */
    public static String printable(ObjectNode report) {
        StringBuilder page = new StringBuilder(4000);
        page.append("<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>政务数据共享月报 ")
                .append(escape(report.path("month").asText()))
                .append("</title><style>body{font-family:serif;margin:2cm}table{border-collapse:collapse;width:100%}")
                .append(
                        "td,th{border:1px solid #000;padding:4px;text-align:left}</style></head><body><h1>政务数据共享月报</h1><p>")
                .append(escape(report.path("month").asText()))
                .append("</p><table>");
        row(page, "th", "项目", "数量");
        report.path("numbers")
                .properties()
                .forEach(member ->
                        row(page, "td", zh(member.getKey()), member.getValue().asText()));
        page.append("</table><h2>逾期事项</h2><table>");
        row(page, "th", "事项", "对象", "部门", "应办结", "办结");
        for (JsonNode late : report.path("late")) {
            row(
                    page,
                    "td",
                    late.path("clock").asText(),
                    late.path("key").asText(),
                    late.path("departmentName").asText("数据主管部门"),
                    late.path("due").asText(),
                    late.path("closed").isNull() ? "未办结" : late.path("closed").asText());
        }
        page.append("</table><h2>停止与缩小共享</h2><table>");
        row(page, "th", "对象", "措施", "理由", "备案号", "时间");
        for (JsonNode stop : report.path("stops")) {
            row(
                    page,
                    "td",
                    stop.path("object").asText(),
                    Filings.zh(stop.path("action").asText()),
                    stop.path("reason").asText(),
                    stop.path("filing").isNull() ? "紧急停止" : stop.path("filing").asText(),
                    stop.path("at").asText());
        }
        return page.append("</table><p>负责人（签字）：　　　　　　　　日期：</p></body></html>").toString();
    }

    private static String zh(String number) {
        return switch (number) {
            case "applicationsFiled" -> "收到申请";
            case "applicationsGranted" -> "同意";
            case "applicationsRefused" -> "不予同意";
            case "deliveries" -> "交付";
            case "extensions" -> "延长期限";
            case "correctionsFiled" -> "校核申请";
            case "disputes" -> "争议";
            case "catalogueChanges" -> "目录变更";
            case "stopsFiled" -> "备案停止";
            case "emergencyStops" -> "紧急停止";
            default -> number;
        };
    }

    private static void row(StringBuilder page, String cell, String... texts) {
        page.append("<tr>");
        for (String text : texts) {
            page.append('<')
                    .append(cell)
                    .append('>')
                    .append(escape(text))
                    .append("</")
                    .append(cell)
                    .append('>');
        }
        page.append("</tr>");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
