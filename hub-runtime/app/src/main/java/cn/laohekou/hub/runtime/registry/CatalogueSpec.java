package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.policy.SharingType;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * What a resource's entry in the catalogue states besides its title, items, provider, sharing attribute and level (政务数据共享条例
 * arts. 12 to 15).
 */
final class CatalogueSpec {

    /** A secrecy mark as written on documents, for example 机密★10年 (国家秘密定密管理规定). */
    private static final Pattern MARK = Pattern.compile("(绝密|机密|秘密)\\s*[★☆]");

    private CatalogueSpec() {}

    /** Format of the data (数据格式). */
    enum Format {
        JSON,
        XML,
        TABLE,
        FILE,
        VIDEO
    }

    /** How often it changes (更新频率). */
    enum Frequency {
        REALTIME,
        DAILY,
        WEEKLY,
        MONTHLY,
        QUARTERLY,
        YEARLY,
        IRREGULAR
    }

    /** How it is shared (共享方式, art. 22). */
    enum Method {
        SERVICE_INTERFACE,
        BATCH_EXCHANGE,
        FILE_DOWNLOAD
    }

    /** Class of the resource (政务信息资源目录编制指南). */
    enum Category {
        BASE,
        THEME,
        DEPARTMENT
    }

    /** Whether it is secret (art. 3): only what is not may be registered. */
    enum Secrecy {
        NONE,
        WORK_SECRET,
        STATE_SECRET
    }

    /**
     * Refuses what is secret, before anything is stored and whatever else is wrong with it.
     *
     * @param spec a resource's document, checked or not
     * @throws Refused {@code SECRET_NOT_ADMITTED}
     */
    static void refuseSecret(JsonNode spec) {
        String stated = spec.path("catalogue").path("secrecy").asText("").strip();
        boolean marked = stated.matches("(?i)(work|state)[-_ ]?secret|国家秘密|工作秘密|绝密|机密|秘密")
                || MARK.matcher(spec.path("title").asText("")).find();
        if (marked) {
            throw Refused.of(ErrorCode.SECRET_NOT_ADMITTED);
        }
    }

    /** Notes what is wrong with the entry. */
    static void check(SpecReader resource, SharingType sharing) {
        SpecReader entry = resource.required("catalogue");
        entry.choice("format", Format.class, Format.JSON, true);
        entry.choice("updateFrequency", Frequency.class, Frequency.IRREGULAR, true);
        entry.choice("sharingMethod", Method.class, Method.SERVICE_INTERFACE, true);
        entry.choice("category", Category.class, Category.DEPARTMENT, true);
        entry.choice("secrecy", Secrecy.class, Secrecy.NONE, true);
        entry.text("useConditions", true);
        boolean conditional = sharing == SharingType.CONDITIONAL;
        entry.text("sharingScope", conditional);
        entry.text("sharingUses", conditional);
        entry.text("legalBasis", sharing == SharingType.NOT_SHARED);
        assessed(entry.required("headConsent"), "by");
        assessed(entry.required("secrecyAssessment"), "result");
        assessed(entry.required("personalInformationAssessment"), "result");
        entry.refuseUnknown();
    }

    /** A consent or an assessment on record: who or what, when, and where the document is. */
    private static void assessed(SpecReader record, String what) {
        record.text(what, true);
        record.parsed(
                "on",
                LocalDate.EPOCH,
                true,
                LocalDate::parse,
                "应为日期，例如 2026-11-02",
                "must be a day, for example 2026-11-02");
        record.text("document", false);
        record.refuseUnknown();
    }
}
