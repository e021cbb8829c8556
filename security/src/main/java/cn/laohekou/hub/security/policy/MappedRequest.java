package cn.laohekou.hub.security.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call rewritten from its checked values alone; nothing the caller sent passes through unread. */
public final class MappedRequest {

    private final String path;
    private final @Nullable String query;
    private final byte @Nullable [] body;
    private final List<String> subjects;

    MappedRequest(String path, @Nullable String query, byte @Nullable [] body, List<String> subjects) {
        this.path = path;
        this.query = query;
        this.body = body;
        this.subjects = List.copyOf(subjects);
    }

    /** Path below the connector's base address, percent-encoded segment by segment, without a leading slash. */
    public String path() {
        return path;
    }

    /** Query string in declared order, percent-encoded, without the question mark; null when there is none. */
    public @Nullable String query() {
        return query;
    }

    /** JSON body in declared order, null when there is none. The array is handed over and must not be changed. */
    public byte @Nullable [] body() {
        return body;
    }

    /** Values of the parameters that identify the data subject, in clear: to be digested, never kept or logged. */
    public List<String> subjects() {
        return subjects;
    }

    /** Says nothing of the values. */
    @Override
    public String toString() {
        return "MappedRequest";
    }
}
