package cn.laohekou.hub.security.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One typed parameter of a declared operation. Undeclared parameters never pass.
 *
 * @param name name in the path template, query string or JSON body
 * @param in where it travels
 * @param type its type
 * @param required whether a call without it is refused
 * @param pattern regular expression the whole value must match; null when any
 * @param maxLength longest value in characters; 0 means the default of 256
 * @param allowed closed list of values; empty when open
 * @param sensitive accepted only in the body of a POST
 * @param subject whether the value identifies the data subject
 */
public record Parameter(
        String name,
        In in,
        ValueType type,
        boolean required,
        @Nullable String pattern,
        int maxLength,
        List<String> allowed,
        boolean sensitive,
        boolean subject) {

    /** Where a parameter travels. */
    public enum In {
        PATH,
        QUERY,
        BODY
    }

    public Parameter {
        allowed = List.copyOf(allowed);
    }
}
