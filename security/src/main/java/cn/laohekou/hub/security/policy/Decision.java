package cn.laohekou.hub.security.policy;

import org.jspecify.annotations.Nullable;

/** Whether a call may go on. */
public sealed interface Decision {

    /**
     * It may, under this grant.
     *
     * @param grant the first grant that permits it; always enforceable
     */
    record Permit(CompiledGrant grant) implements Decision {}

    /**
     * It may not.
     *
     * @param reason the most specific reason
     * @param grant the grant that came closest to permitting it, null when none was reached
     */
    record Deny(DenyReason reason, @Nullable CompiledGrant grant) implements Decision {}
}
