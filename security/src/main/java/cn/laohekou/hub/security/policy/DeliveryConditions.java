package cn.laohekou.hub.security.policy;

import java.time.Duration;
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
        value.refuseUnknown();
        return CompiledCondition.obliged(new Delivery(
                connector, target, Delivery.OnFailure.valueOf(onFailure.toUpperCase(Locale.ROOT)), timeToLive));
    }
}
