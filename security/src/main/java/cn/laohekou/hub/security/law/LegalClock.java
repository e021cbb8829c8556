package cn.laohekou.hub.security.law;

import java.util.Locale;
import java.util.Optional;

/** The periods of the law, in working days. They are ceilings: a city may make them shorter, never longer. */
public enum LegalClock {
    /** Answer to an application for an unconditionally shared resource (art. 21). */
    UNCONDITIONAL_ANSWER(1, 0, "无条件共享申请的答复", "answer to an application (unconditional sharing)", "第二十一条"),
    /** Answer to an application for a conditionally shared resource (art. 21); extension with the authority's consent. */
    CONDITIONAL_ANSWER(10, 10, "有条件共享申请的答复", "answer to an application (conditional sharing)", "第二十一条"),
    /** From consent to delivery (art. 22). */
    DELIVERY(20, 0, "共享数据的提供", "delivery of the data", "第二十二条"),
    /** Verification and answer to a correction request (art. 26). */
    CORRECTION(10, 0, "校核申请的答复", "answer to a correction request", "第二十六条"),
    /** Update of a catalogue entry after what it describes has changed (art. 17); extension with the authority's consent. */
    CATALOGUE_UPDATE(10, 5, "目录更新", "update of the catalogue entry", "第十七条"),
    /** Review of a catalogue entry by the data authority (art. 17). */
    CATALOGUE_REVIEW(2, 0, "目录审核", "review of the catalogue entry", "第十七条"),
    /** Report on use, storage and destruction after a grant's end. The law sets no number; this one is the hub's. */
    END_REPORT(10, 0, "授权终止后的使用与销毁报告", "report on use and destruction after the grant's end", "第二十七条、第二十九条");

    private final int ceiling;
    private final int extension;
    private final String zh;
    private final String en;
    private final String article;

    LegalClock(int ceiling, int extension, String zh, String en, String article) {
        this.ceiling = ceiling;
        this.extension = extension;
        this.zh = zh;
        this.en = en;
        this.article = article;
    }

    /** Longest period in working days. */
    public int ceiling() {
        return ceiling;
    }

    /** Longest extension in working days; 0 where there is none. */
    public int extension() {
        return extension;
    }

    /** What has to be done, in Chinese. */
    public String zh() {
        return zh;
    }

    /** What has to be done, in English. */
    public String en() {
        return en;
    }

    /** The article of Decree 809. */
    public String article() {
        return article;
    }

    /** As written in the database and the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads {@link #code()}. */
    public static Optional<LegalClock> of(String code) {
        for (LegalClock clock : values()) {
            if (clock.code().equals(code)) {
                return Optional.of(clock);
            }
        }
        return Optional.empty();
    }
}
