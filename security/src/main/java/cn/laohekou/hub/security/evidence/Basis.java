package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * On what the decision rests.
 *
 * @param grant grant id
 * @param revision its revision
 * @param policyEpoch policy epoch of the snapshot it was taken under; the record becomes durable only while this is the
 *     epoch in force
 * @param quota quota counters used
 */
public record Basis(String grant, int revision, long policyEpoch, Quota quota) {

    /**
     * Calls counted against the grant's quotas, this one included.
     *
     * @param day calls this calendar day
     * @param perDay limit per day; 0 when unlimited
     * @param month calls this calendar month
     * @param perMonth limit per month; 0 when unlimited
     */
    public record Quota(long day, long perDay, long month, long perMonth) {

        /** No day or month quota limits the grant. */
        public static final Quota UNLIMITED = new Quota(0, 0, 0, 0);

        boolean limited() {
            return perDay != 0 || perMonth != 0;
        }
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("grant", grant);
        json.writeNumberField("grantRevision", revision);
        json.writeNumberField("policyEpoch", policyEpoch);
        if (quota.limited()) {
            json.writeArrayFieldStart("quota");
            json.writeNumber(quota.day());
            json.writeNumber(quota.perDay());
            json.writeNumber(quota.month());
            json.writeNumber(quota.perMonth());
            json.writeEndArray();
        }
    }
}
