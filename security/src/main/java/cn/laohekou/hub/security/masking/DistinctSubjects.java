package cn.laohekou.hub.security.masking;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Collects each identifier once, in the order first met. For one thread. */
public final class DistinctSubjects implements SubjectSink {

    private final Set<String> identifiers = new LinkedHashSet<>();

    @Override
    public void subject(String identifier) {
        identifiers.add(identifier);
    }

    /** The identifiers met so far, each once; a read-only view. */
    public Set<String> identifiers() {
        return Collections.unmodifiableSet(identifiers);
    }

    /** Tells how many, never which: identifiers must not reach a log. */
    @Override
    public String toString() {
        return identifiers.size() + " subjects";
    }
}
