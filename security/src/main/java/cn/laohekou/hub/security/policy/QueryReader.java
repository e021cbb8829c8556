package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.identity.ResidentId;
import cn.laohekou.hub.security.policy.Parameter.In;

/** Reads a raw query string pair by pair. */
final class QueryReader {

    /** Longest raw query in characters; longer ones are refused unread. */
    static final int MAX_LENGTH = 8192;

    private static final String PART = "(query)";

    private final RequestValues values;

    QueryReader(RequestValues values) {
        this.values = values;
    }

    void read(String rawQuery) {
        if (rawQuery.length() > MAX_LENGTH) {
            values.fault(ParameterFault.malformed(PART));
            return;
        }
        int from = 0;
        while (from <= rawQuery.length()) {
            int ampersand = rawQuery.indexOf('&', from);
            int until = ampersand < 0 ? rawQuery.length() : ampersand;
            pair(rawQuery, from, until);
            from = until + 1;
        }
    }

    private void pair(String rawQuery, int from, int until) {
        int equals = rawQuery.indexOf('=', from);
        int nameEnd = equals < 0 || equals > until ? until : equals;
        String name = PercentCodec.decode(rawQuery, from, nameEnd, true);
        String value = PercentCodec.decode(rawQuery, Math.min(nameEnd + 1, until), until, true);
        if (name == null || value == null || name.isEmpty() || nameEnd == until) {
            values.fault(ParameterFault.malformed(PART));
            return;
        }
        CompiledParameter parameter = values.operation().byName().get(name);
        boolean identity = ResidentId.isValid(value) || ResidentId.isValid(name);
        if (identity || (parameter != null && parameter.parameter().sensitive())) {
            values.fault(ParameterFault.sensitive(parameter == null ? PART : parameter.name()));
            values.spare(parameter);
        } else if (parameter == null) {
            values.fault(ParameterFault.unknown(PART, values.operation().queryNames()));
        } else if (parameter.parameter().in() != In.QUERY) {
            values.fault(ParameterFault.misplaced(parameter.parameter()));
            values.spare(parameter);
        } else {
            values.put(parameter, value);
        }
    }
}
