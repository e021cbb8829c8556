package cn.laohekou.hub.connector.catalogue;

/**
 * One thing a validator has to say, in both languages. Never holds a setting's value.
 *
 * @param severity whether it forbids use
 * @param pointer JSON Pointer (RFC 6901) to the place, empty for the whole document
 * @param chinese the sentence in Chinese
 * @param english the sentence in English
 */
public record Finding(Severity severity, String pointer, String chinese, String english) {

    /** How much a finding weighs. */
    public enum Severity {
        /** The plugin or the settings are refused. */
        ERROR,
        /** Usable, but worth a look before approval. */
        WARNING
    }

    static Finding error(String pointer, String chinese, String english) {
        return new Finding(Severity.ERROR, pointer, chinese, english);
    }

    static Finding warning(String pointer, String chinese, String english) {
        return new Finding(Severity.WARNING, pointer, chinese, english);
    }

    /** Whether it forbids use. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
