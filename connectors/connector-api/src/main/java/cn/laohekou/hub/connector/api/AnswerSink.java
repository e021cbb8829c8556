package cn.laohekou.hub.connector.api;

/**
 * Where a connector writes the counterpart's answer while it arrives. The sink belongs to the hub: it counts, spills to
 * an encrypted spool and enforces the resource's size limit, so a connector never holds an answer as a whole.
 *
 * <p>Not thread-safe; one exchange writes from one thread at a time.
 */
public interface AnswerSink {

    /**
     * Takes the next bytes of the (already decompressed) answer.
     *
     * @param bytes array holding the bytes; the sink copies what it keeps
     * @param offset first byte
     * @param length number of bytes
     * @throws ConnectorFault with {@link FaultCode#COUNTERPART_OVERSIZED} when the limit is passed; the connector then
     *     closes the connection to the counterpart and fails the exchange with this fault
     */
    void write(byte[] bytes, int offset, int length) throws ConnectorFault;
}
