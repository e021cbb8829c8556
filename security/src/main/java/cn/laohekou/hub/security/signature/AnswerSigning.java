package cn.laohekou.hub.security.signature;

/** How the hub signs an answer, always over at least its status, content digest and exchange id. */
public enum AnswerSigning {
    /** With the hub's own SM2 key, whose public half every consumer can have (RFC 9421). */
    SM2("sm2-sm3"),
    /** With a secret the hub shares with the system (RFC 9421). */
    SHARED_SECRET("shared-secret"),
    /** With such a secret, in the signed headers of the system's convention ({@link AnswerHeaders}). */
    HEADER_CONVENTION("header-convention");

    private final String label;

    AnswerSigning(String label) {
        this.label = label;
    }

    /** Name in policies. */
    public String label() {
        return label;
    }
}
