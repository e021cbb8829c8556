package cn.laohekou.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Puts the policy's answers into lines. */
final class PolicyReport {

    private PolicyReport() {}

    static void explanation(PrintWriter out, JsonNode answer) {
        boolean permitted = answer.path("permitted").asBoolean();
        out.println(
                permitted
                        ? "准许 permitted: " + answer.path("grant").asText()
                        : "拒绝 denied: " + answer.path("code").asText() + " "
                                + answer.path("zh").asText() + " "
                                + answer.path("en").asText());
        for (JsonNode rule : answer.path("rules")) {
            out.printf(
                    "  %-4s %-24s %s%n",
                    rule.path("held").asBoolean() ? "ok" : "no",
                    rule.path("rule").asText(),
                    rule.path("grant").asText(""));
        }
        for (JsonNode field : answer.path("fields")) {
            out.printf(
                    "  %-24s %-12s %-20s %s%n",
                    field.path("field").asText(),
                    field.path("release").asText(),
                    field.path("mask").asText(""),
                    field.path("rule").asText());
        }
    }

    static void dryRun(PrintWriter out, JsonNode part) {
        out.printf(
                "%s .. %s: %d 条 calls, %d 不变 unchanged%n",
                part.path("from").asText(),
                part.path("until").asText(),
                part.path("examined").asLong(),
                part.path("unchangedPermitted").asLong()
                        + part.path("unchangedDenied").asLong());
        for (JsonNode effect : part.path("effects")) {
            out.printf(
                    "  %-14s %6d  %s %s/%s %s  %s%n",
                    effect.path("effect").asText(),
                    effect.path("calls").asLong(),
                    effect.path("system").asText(),
                    effect.path("resource").asText(),
                    effect.path("operation").asText(),
                    effect.path("purpose").asText(""),
                    effect.path("rule").asText());
            effect.path("fields")
                    .properties()
                    .forEach(field -> out.printf(
                            "      %-24s %s -> %s%n",
                            field.getKey(),
                            field.getValue().path("before").asText(),
                            field.getValue().path("after").asText()));
        }
    }

    static void unused(PrintWriter out, JsonNode item) {
        out.printf(
                "%-40s %-24s %s%n",
                item.path("grant").asText(),
                item.path("system").asText(),
                item.path("whole").asBoolean()
                        ? "从未使用 never used"
                        : "操作 operations " + list(item.path("operations")) + "  用途 purposes "
                                + list(item.path("purposes")) + "  字段 fields " + list(item.path("fields")));
    }

    private static List<String> list(JsonNode values) {
        List<String> list = new ArrayList<>();
        values.forEach(value -> list.add(value.asText()));
        return list;
    }
}
