package cn.laohekou.hub.connector.api;

/**
 * Names of the Camel exchange properties through which the gate hands a governed exchange to a connector's route.
 *
 * <p>They are properties, not headers, so that no Camel component forwards them to a counterpart by accident.
 */
public final class ExchangeKeys {

    /** Upper-case HTTP method of the declared operation; {@link String}, never null for a query. */
    public static final String METHOD = "HubMethod";

    /**
     * Path below the connector's base address, already expanded from the operation's template: percent-encoded
     * segments joined by {@code /}, without a leading slash, never containing {@code ..}; {@link String}.
     */
    public static final String PATH = "HubPath";

    /** Percent-encoded query string without {@code ?}; {@link String}, empty when there is none. */
    public static final String QUERY = "HubQuery";

    /** The hub's exchange id, one end to end; {@link String}. */
    public static final String EXCHANGE_ID = "HubExchangeId";

    /** {@link Boolean#TRUE} when the exchange is a probe: the connector asks its counterpart for a sign of life. */
    public static final String PROBE = "HubProbe";

    /** {@link AnswerSink} the connector streams the counterpart's answer body into; absent for a probe. */
    public static final String ANSWER_SINK = "HubAnswerSink";

    /** Status code the counterpart answered; {@link Integer}, set by the connector. */
    public static final String ANSWER_STATUS = "HubAnswerStatus";

    /** Media type the counterpart answered, parameters included; {@link String}, set by the connector, may be absent. */
    public static final String ANSWER_TYPE = "HubAnswerType";

    /** W3C {@code traceparent} to pass on; {@link String}, may be absent. */
    public static final String TRACE_PARENT = "HubTraceParent";

    /**
     * What a message is accompanied by when the hub delivers it: {@code Map<String, String>} of header names and values, all
     * visible ASCII; absent for a query. A connector passes them on as its protocol's headers or properties.
     */
    public static final String HEADERS = "HubHeaders";

    /** Media type of the request body; {@link String}, absent when it is {@code application/json}. */
    public static final String BODY_TYPE = "HubBodyType";

    /** {@link DatabaseWork} a database connector runs; absent for a probe. */
    public static final String DATABASE_WORK = "HubDatabaseWork";

    /** {@link FileWork} a connector of files carries out; absent for a probe. */
    public static final String FILE_WORK = "HubFileWork";

    private ExchangeKeys() {}
}
