package cn.laohekou.hub.security.policy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The condition that says where the hub delivers what a grant on events, rows or files releases. */
public final class DeliveryConditions {

    /** Name of the condition; its obligation is a {@link Delivery}. */
    public static final String DELIVERY = "delivery";

    /** Longest time to live: a year. */
    private static final long MAX_TIME_TO_LIVE = Duration.ofDays(366).toSeconds();

    /** Letters, digits and what folders, paths and tables are written with; no parent folder. */
    private static final Pattern TARGET = Pattern.compile("(?!.*\\.\\.)[\\p{L}\\p{N}_.\"$/-]{0,200}");

    private static final Pattern COLUMN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]{0,62}");

    /** Hours, minutes and seconds or days; or five parts of cron, whose sense is checked where it is scheduled. */
    private static final Pattern SCHEDULE = Pattern.compile(
            "P(?=.)([0-9]{1,3}D)?(T(?=.)([0-9]{1,4}H)?([0-9]{1,4}M)?([0-9]{1,5}S)?)?|([0-9A-Za-z*,/#?-]{1,60} ){4}[0-9A-Za-z*,/#?-]{1,60}");

    static final List<ConditionType> ALL = List.of(new StandardConditions.Named(
            DELIVERY,
            "枢纽经使用方部门的此连接器投递;须用于消息、库表和文件资源",
            "the hub delivers through this connector of the consumer's department; events, tables and files need it",
            Map.of("connector", "city-centre-inbox", "target", "orders", "onFailure", "hold"),
            DeliveryConditions::delivery));

    private DeliveryConditions() {}

    private static CompiledCondition delivery(ConditionValue value) {
        String connector = value.member("connector")
                .parsed(
                        text -> ResourceCompiler.NAME.matcher(text).matches() ? text : null,
                        "",
                        "应为连接器名称",
                        "must be the name of a connector");
        String target = value.has("target")
                ? value.member("target")
                        .parsed(
                                text -> TARGET.matcher(text).matches() ? text : null,
                                "",
                                "应为至多 200 个字母、数字或 _ . - / \" $,不含 ..",
                                "must be at most 200 letters, digits or _ . - / \" $, without ..")
                : "";
        String onFailure = value.has("onFailure") ? value.member("onFailure").choice(List.of("hold", "skip")) : "hold";
        long timeToLive = value.has("timeToLiveSeconds")
                ? value.member("timeToLiveSeconds").integer(1, MAX_TIME_TO_LIVE)
                : 0;
        String schedule = value.has("schedule")
                ? value.member("schedule")
                        .parsed(
                                text -> SCHEDULE.matcher(text).matches() ? text : null,
                                "",
                                "应为 ISO 8601 间隔(如 PT10M)或五段 cron(如 0 2 * * *)",
                                "must be an ISO 8601 interval such as PT10M, or cron of five parts such as 0 2 * * *")
                : null;
        String purpose = value.has("purpose") ? value.member("purpose").text() : null;
        Map<String, String> columns = value.has("columns") ? columns(value.member("columns")) : Map.of();
        value.refuseUnknown();
        return CompiledCondition.obliged(new Delivery(
                connector,
                target,
                Delivery.OnFailure.valueOf(onFailure.toUpperCase(Locale.ROOT)),
                timeToLive,
                schedule,
                purpose,
                columns));
    }

    private static Map<String, String> columns(ConditionValue value) {
        Map<String, String> columns = new HashMap<>();
        for (ConditionValue item : value.items()) {
            String field = item.member("field").text();
            String column = item.member("column")
                    .parsed(
                            text -> COLUMN.matcher(text).matches() ? text : null,
                            "",
                            "应为列名",
                            "must be a column's name");
            item.refuseUnknown();
            if (columns.put(field, column) != null) {
                item.wrong("该字段已有目标列", "the field has a column already");
            }
        }
        return columns;
    }
}
