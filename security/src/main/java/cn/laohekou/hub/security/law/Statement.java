package cn.laohekou.hub.security.law;

import java.util.ArrayList;
import java.util.List;

/**
 * What an application states (art. 20); the period of use is the grant's validity. Empty texts are missing.
 *
 * @param basis 使用依据
 * @param scenario 使用场景
 * @param scope 使用范围
 * @param method 共享方式: {@code service-interface}, {@code batch-exchange} or {@code file-download} (art. 22)
 * @param officeHead who consented for the asking department's sharing office
 * @param officeDate when, {@code yyyy-mm-dd}
 */
public record Statement(
        String basis, String scenario, String scope, String method, String officeHead, String officeDate) {

    /** The ways of sharing (art. 22). */
    public static final List<String> METHODS = List.of("service-interface", "batch-exchange", "file-download");

    /** An item of an application. */
    public enum Item {
        BASIS("basis", "使用依据", "legal basis of the use"),
        SCENARIO("scenario", "使用场景", "matter in which it is used"),
        SCOPE("scope", "使用范围", "who uses it, where, how much"),
        METHOD("method", "共享方式", "way of sharing"),
        OFFICE_HEAD("officeConsent/by", "申请部门共享工作机构负责人", "head of the asking office who consented"),
        OFFICE_DATE("officeConsent/on", "申请部门负责人同意日期", "date of that consent");

        private final String pointer;
        private final String zh;
        private final String en;

        Item(String pointer, String zh, String en) {
            this.pointer = pointer;
            this.zh = zh;
            this.en = en;
        }

        /** Where it stands in the application. */
        public String pointer() {
            return pointer;
        }

        /** Its name in Chinese. */
        public String zh() {
            return zh;
        }

        /** Its name in English. */
        public String en() {
            return en;
        }
    }

    /** Everything that is missing, all at once (art. 21: 一次性告知). */
    public List<Item> missing() {
        List<Item> missing = new ArrayList<>();
        note(missing, Item.BASIS, basis);
        note(missing, Item.SCENARIO, scenario);
        note(missing, Item.SCOPE, scope);
        note(missing, Item.METHOD, METHODS.contains(method) ? method : "");
        note(missing, Item.OFFICE_HEAD, officeHead);
        note(missing, Item.OFFICE_DATE, officeDate);
        return missing;
    }

    private static void note(List<Item> missing, Item item, String value) {
        if (value.isBlank()) {
            missing.add(item);
        }
    }
}
