package cn.laohekou.hub.security.masking;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Finds the bytes of each released value in what a generator writes. For one thread. */
interface ValueTap {

    /** A value is about to be written. */
    void before(JsonGenerator out) throws IOException;

    /** A value was written. */
    void after(JsonGenerator out, int field) throws IOException;
}
