package cn.laohekou.hub.security.evidence;

import org.jspecify.annotations.Nullable;

/** Says when nothing may be released although records can still be written. Safe for use from any thread, and cheap. */
public interface ReleaseBrake {

    /** No reason ever. */
    ReleaseBrake NONE = new ReleaseBrake() {
        @Override
        public @Nullable String why() {
            return null;
        }

        @Override
        public void refused() {
            // Never asked.
        }
    };

    /** Why nothing may be released now, in one sentence; null while it may. */
    @Nullable
    String why();

    /** Counts one refusal for that reason. */
    void refused();
}
