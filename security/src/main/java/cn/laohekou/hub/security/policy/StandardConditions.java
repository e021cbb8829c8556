package cn.laohekou.hub.security.policy;

import java.net.InetAddress;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The hub's conditions, in the order they are checked. A new one is one more entry of {@link #ALL}. */
final class StandardConditions {

    /** A condition whose function stands beside its name. */
    record Named(String name, String zh, String en, Object example, Function<ConditionValue, CompiledCondition> reader)
            implements ConditionType {

        @Override
        public CompiledCondition compile(ConditionValue value) {
            return reader.apply(value);
        }
    }

    private static final List<ConditionType> DECIDED = List.of(
            new Named(
                    "networks",
                    "只受理来自这些网段的调用",
                    "calls are accepted from these networks only",
                    List.of("10.20.0.0/16"),
                    StandardConditions::networks),
            new Named(
                    "windows",
                    "只在每日的这些时间段内受理",
                    "calls are accepted in these daily windows only, in the hub's zone",
                    List.of(Map.of("from", "08:30", "until", "17:30")),
                    StandardConditions::windows),
            new Named(
                    "caseRequired",
                    "须在 Hub-Case 头中填写办件号",
                    "the case number must be stated in Hub-Case",
                    true,
                    value -> required(value, DecisionRequest::caseNumber, DenyReason.CASE_REQUIRED)),
            new Named(
                    "personRequired",
                    "须在 Hub-Person 头中填写经办人",
                    "the acting person must be stated in Hub-Person",
                    true,
                    value -> required(value, DecisionRequest::person, DenyReason.PERSON_REQUIRED)),
            PersonConditions.VERIFIED,
            PersonConditions.ASSURANCE,
            new OnwardSharing(),
            CertificateConditions.DEMANDED,
            CertificateConditions.AUTHORISED);

    static final List<ConditionType> ALL = Stream.of(DECIDED, ObligationConditions.ALL, List.of(EvidenceLevel.TYPE))
            .flatMap(List::stream)
            .toList();

    private StandardConditions() {}

    private static CompiledCondition required(
            ConditionValue value, Function<DecisionRequest, @Nullable String> stated, DenyReason missing) {
        if (!value.flag()) {
            return CompiledCondition.NOTHING;
        }
        return CompiledCondition.decided((policy, request) -> {
            String text = stated.apply(request);
            return text == null || text.isBlank() ? missing : null;
        });
    }

    private static CompiledCondition networks(ConditionValue value) {
        List<Network> networks = new ArrayList<>();
        for (ConditionValue item : value.items()) {
            Network network = item.parsed(
                    Network::parse,
                    Network.NOWHERE,
                    "须为 CIDR 网段且主机位为 0,例如 10.20.0.0/16",
                    "must be a network in CIDR notation without host bits, for example 10.20.0.0/16");
            networks.add(network);
        }
        List<Network> allowed = List.copyOf(networks);
        return CompiledCondition.decided(
                (policy, request) -> within(allowed, request.source()) ? null : DenyReason.NETWORK_NOT_ALLOWED);
    }

    private static boolean within(List<Network> networks, @Nullable InetAddress source) {
        if (source == null) {
            return false;
        }
        byte[] address = source.getAddress();
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static CompiledCondition windows(ConditionValue value) {
        List<ConditionValue> items = value.items();
        long[] windows = new long[items.size() * 2];
        for (int i = 0; i < items.size(); i++) {
            ConditionValue window = items.get(i);
            LocalTime from = time(window.member("from"));
            LocalTime until = time(window.member("until"));
            window.refuseUnknown();
            if (from.equals(until)) {
                window.wrong("时间窗的起止不能相同", "from and until must differ");
            }
            windows[2 * i] = from.toNanoOfDay();
            windows[2 * i + 1] = until.toNanoOfDay();
        }
        return CompiledCondition.decided((policy, request) ->
                inside(windows, policy.nanoOfDay(request.now())) ? null : DenyReason.OUTSIDE_TIME_WINDOW);
    }

    private static LocalTime time(ConditionValue value) {
        return value.parsed(
                LocalTime::parse,
                LocalTime.MIDNIGHT,
                "应为 24 小时制时间,例如 08:30",
                "must be a time of day, for example 08:30");
    }

    /** Whether a time of day, in nanoseconds since midnight, lies in one of the windows; one may span midnight. */
    private static boolean inside(long[] windows, long nanoOfDay) {
        for (int i = 0; i < windows.length; i += 2) {
            long from = windows[i];
            long until = windows[i + 1];
            boolean within =
                    from < until ? nanoOfDay >= from && nanoOfDay < until : nanoOfDay >= from || nanoOfDay < until;
            if (within) {
                return true;
            }
        }
        return false;
    }
}
