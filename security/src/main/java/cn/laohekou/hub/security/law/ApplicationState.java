package cn.laohekou.hub.security.law;

import java.util.Locale;
import java.util.Optional;

/** Where a sharing application stands (arts. 20 to 22). The only place that says which step leads where. */
public enum ApplicationState {
    /** 待答复: complete and accepted; the provider's clock runs. */
    FILED("待答复"),
    /** 待补正: something is missing and all of it was named at once; the clock stands still. */
    SUPPLEMENT("待补正"),
    /** 提供部门已同意: the security review remains; the provider's clock still runs. */
    CONSENTED("提供部门已同意，待安全审查"),
    /** 不予同意: refused with reasons. */
    REFUSED("不予同意"),
    /** 待交付: the grant is active; the data is to be delivered. */
    DELIVERING("已授权，待交付"),
    /** 已交付. */
    DELIVERED("已交付"),
    /** 已撤回 by the applicant. */
    WITHDRAWN("已撤回"),
    /** 已终止: the grant has ended. */
    ENDED("已终止");

    private final String zh;

    ApplicationState(String zh) {
        this.zh = zh;
    }

    /** What can be done with an application. */
    public enum Step {
        /** Whoever checks the material names all that is missing; only once. */
        ASK_SUPPLEMENT,
        /** The applicant files the completed material. */
        REFILE,
        /** The provider agrees. */
        CONSENT,
        /** The provider refuses, or the security review objects. */
        REFUSE,
        /** The grant is approved: the security review has nothing against it. */
        APPROVE,
        /** The provider delivers. */
        DELIVER,
        /** The applicant withdraws. */
        WITHDRAW,
        /** The authority gives more time. */
        EXTEND,
        /** The grant ended. */
        END
    }

    /** For people. */
    public String zh() {
        return zh;
    }

    /** Whether somebody still has to answer. */
    public boolean waitsForAnswer() {
        return this == FILED || this == CONSENTED;
    }

    /** Whether nothing can follow. */
    public boolean isFinal() {
        return this == REFUSED || this == WITHDRAWN || this == ENDED;
    }

    /** The state a step leads to, empty when it is not possible. */
    public Optional<ApplicationState> after(Step step) {
        return switch (step) {
            case ASK_SUPPLEMENT -> when(this == FILED, SUPPLEMENT);
            case REFILE -> when(this == SUPPLEMENT, FILED);
            case CONSENT -> when(this == FILED, CONSENTED);
            case REFUSE -> when(waitsForAnswer(), REFUSED);
            case APPROVE -> when(this == CONSENTED, DELIVERING);
            case DELIVER -> when(this == DELIVERING, DELIVERED);
            case WITHDRAW -> when(waitsForAnswer() || this == SUPPLEMENT, WITHDRAWN);
            case EXTEND -> when(waitsForAnswer(), this);
            case END -> when(this == DELIVERING || this == DELIVERED, ENDED);
        };
    }

    private static Optional<ApplicationState> when(boolean possible, ApplicationState next) {
        return possible ? Optional.of(next) : Optional.empty();
    }

    /** As written in the database and the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #code()}. */
    public static ApplicationState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
