package cn.laohekou.hub.connector.http;

/**
 * Names of exchange properties by which another component of the hub that sends through this one says more about a
 * single call. A plugin's template cannot set them: the allow-list of properties does not hold them.
 */
public final class CallKeys {

    /** Media type of this call's body instead of the configured one; {@link String}. */
    public static final String CONTENT_TYPE = "HubHttpContentType";

    /** Further headers of this call, {@code Map<String, String>} of names and values that need no check. */
    public static final String HEADERS = "HubHttpHeaders";

    /**
     * {@link cn.laohekou.hub.connector.api.AnswerSink} that gets the body of an error answer, at most 64 KiB of it, before
     * the call fails; without one that body is dropped.
     */
    public static final String ERROR_SINK = "HubHttpErrorSink";

    private CallKeys() {}
}
