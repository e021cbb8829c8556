package cn.laohekou.hub.security.policy;

/** Sharing attribute of a resource (政务数据共享条例, Decree 809, art. 14). */
public enum SharingType {
    /** 无条件共享. */
    UNCONDITIONAL,
    /** 有条件共享. */
    CONDITIONAL,
    /** 不予共享: never released to anyone. */
    NOT_SHARED
}
