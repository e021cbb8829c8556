package cn.laohekou.hub.security.signature;

import java.util.List;

/** What of an HTTP message a signature can cover; a request unless it has a status. */
public interface HttpMessage {

    /** Method in upper case; empty for an answer. */
    String method();

    /** Host and, unless it is the scheme's own, port, in lower case (RFC 9421 section 2.2.3); empty for an answer. */
    String authority();

    /** Raw absolute path (RFC 9421 section 2.2.6); empty for an answer. */
    String path();

    /** Raw query with its leading {@code ?}, {@code ?} alone when there is none (RFC 9421 section 2.2.7). */
    String query();

    /** Status code of an answer; 0 for a request. */
    int status();

    /**
     * All values of a field, in order.
     *
     * @param name lower-case field name
     * @return empty when the field is absent
     */
    List<String> field(String name);
}
