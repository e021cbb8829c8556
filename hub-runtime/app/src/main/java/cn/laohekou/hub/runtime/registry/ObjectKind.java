package cn.laohekou.hub.runtime.registry;

import java.util.Locale;

/** The three kinds of objects that change only by approved revisions. */
public enum ObjectKind {
    CONNECTOR,
    RESOURCE,
    GRANT;

    /** As written in the database and in audit records. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
