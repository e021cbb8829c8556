package cn.laohekou.hub.runtime.problem;

/**
 * What is wrong with one field of a request.
 *
 * @param pointer JSON Pointer (RFC 6901) to the field in the request body
 * @param text what is wrong and what is expected; never the value itself
 */
public record FieldError(String pointer, Text text) {

    /**
     * Short form.
     *
     * @param pointer JSON Pointer
     * @param zh sentence in Chinese
     * @param en sentence in English
     */
    public static FieldError of(String pointer, String zh, String en) {
        return new FieldError(pointer, new Text(zh, en));
    }
}
