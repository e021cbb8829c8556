package cn.laohekou.hub.security.masking;

/** Takes the identifiers of the data subjects met in an answer, in clear; to be digested and never kept. */
@FunctionalInterface
public interface SubjectSink {

    /** Takes one identifier; the same one may come again. */
    void subject(String identifier);
}
