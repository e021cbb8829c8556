package cn.laohekou.hub.security.signature;

/** How the hub signs an answer, always over its status, type, content digest and exchange id (RFC 9421). */
public enum AnswerSigning {
    /** With the hub's own SM2 key, whose public half every consumer can have. */
    SM2("sm2-sm3"),
    /** With the newest secret the hub shares with the system. */
    SHARED_SECRET("shared-secret");

    private final String label;

    AnswerSigning(String label) {
        this.label = label;
    }

    /** Name in policies. */
    public String label() {
        return label;
    }
}
