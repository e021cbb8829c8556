package cn.laohekou.hub.security.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a resource and a grant on files must state so that nothing is released that was not granted. */
final class FileRules {

    private FileRules() {}

    /** A file that is not read as records has exactly one field: itself. */
    static void check(Resource resource, List<Finding> findings) {
        if (!(resource.shape() instanceof ExchangeShape.File file) || file.records() != null) {
            return;
        }
        List<Field> fields = resource.fields();
        if (fields.size() != 1
                || !fields.get(0).path().equals(ExchangeShape.File.WHOLE)
                || fields.get(0).mask() != null) {
            findings.add(new Finding(
                    "/fields",
                    "整份放行的文件只声明一个 path 为 file、不脱敏的字段",
                    "a file released whole declares one field with the path file, without a mask"));
        }
    }

    static void check(CompiledResource resource, Grant grant, List<Finding> findings) {
        if (!(resource.resource().shape() instanceof ExchangeShape.File file)) {
            return;
        }
        if (grant.perSecond() != 0) {
            findings.add(new Finding(
                    "/perSecond", "文件授权按日、按月限制份数", "a grant on files is limited by files per day and month"));
        }
        Object schedule = grant.conditions().get(DeliveryConditions.DELIVERY) instanceof Map<?, ?> stated
                ? stated.get("schedule")
                : null;
        if (schedule instanceof String text && !text.startsWith("P")) {
            findings.add(new Finding(
                    "/conditions/delivery/schedule",
                    "文件授权的查看间隔须为 ISO 8601 时长,如 PT10M",
                    "a grant on files states an ISO 8601 interval between two looks, for example PT10M"));
        }
        if (file.records() != null) {
            return;
        }
        for (String condition : CompiledGrant.CARRIED_OUT_BY_FILTERS) {
            if (grant.conditions().containsKey(condition)) {
                findings.add(new Finding(
                        "/conditions/" + condition,
                        "整份放行的文件不能逐行或逐字段处理;请由资源声明 records",
                        "a file released whole is not filtered; the resource must declare records"));
            }
        }
        @Nullable
        String mask =
                grant.fields().isEmpty() ? null : grant.maskOf(grant.fields().get(0));
        if (mask != null && !mask.equals("none")) {
            findings.add(new Finding("/masks", "整份放行的文件不脱敏", "a file released whole is not masked"));
        }
    }
}
