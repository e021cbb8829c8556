package cn.laohekou.hub.security.masking;

/**
 * What keyed masks and marks of one release are made with: the keys belong to the consumer the release goes to, and code
 * never sees them. For one thread.
 */
public interface FieldKeys {

    /**
     * The pseudonym the consumer knows an identifier by.
     *
     * @param identifier resident ID number, unified social credit code or the like, as it came
     * @return the same for the same identifier, consumer department or approved domain, and key version
     */
    String pseudonym(String identifier);

    /**
     * Encrypts a value so that only the consumer reads it.
     *
     * @param field number of the field; the result opens only as a value of this field
     * @param value the value in clear
     * @return text that names its key, different at every call
     */
    String encrypt(int field, String value);

    /**
     * Marks a value as released to this consumer.
     *
     * @param field number of the field
     * @param value the value as it would be released without a mark
     * @return number from 0 to 2^31-1 that depends on the consumer, the field and the value
     */
    int mark(int field, String value);
}
