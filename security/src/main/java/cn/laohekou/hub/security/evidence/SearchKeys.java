package cn.laohekou.hub.security.evidence;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a record can be found by. Stored beside the record's bytes; the bytes alone are evidence.
 *
 * @param exchange exchange id; null for records that belong to none
 * @param system consumer system id; null when none takes part
 * @param resource resource name, or for an audit record {@code kind/name} of the object written; null when none
 * @param purpose purpose, or for an audit record the action; null when none
 * @param grant grant id; null when none
 * @param counted whether the record counts against a day or month quota
 */
public record SearchKeys(
        @Nullable UUID exchange,
        @Nullable String system,
        @Nullable String resource,
        @Nullable String purpose,
        @Nullable String grant,
        boolean counted) {

    static final SearchKeys NONE = new SearchKeys(null, null, null, null, null, false);
}
