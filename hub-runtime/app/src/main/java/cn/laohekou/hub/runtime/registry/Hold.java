package cn.laohekou.hub.runtime.registry;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who stopped something: only the same or a higher hand lets it run again. In ascending order. */
enum Hold {
    /** The department itself or operations. */
    DEPARTMENT,
    /** The data authority. */
    AUTHORITY,
    /** The security administrator. */
    SECURITY;

    /** The hand a person acts with. */
    static Hold of(Actor actor) {
        if (actor.roles().contains("security-administrator")) {
            return SECURITY;
        }
        return actor.roles().contains("data-authority") ? AUTHORITY : DEPARTMENT;
    }

    /** Reads {@link #code()}; rows of older releases hold none. */
    static Hold of(@Nullable String code) {
        return code == null ? DEPARTMENT : valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** As written in the database. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String zh() {
        return this == SECURITY ? "安全管理员" : this == AUTHORITY ? "数据主管部门" : "所属部门";
    }

    String en() {
        return this == SECURITY
                ? "the security administrator"
                : this == AUTHORITY ? "the data authority" : "the department";
    }
}
