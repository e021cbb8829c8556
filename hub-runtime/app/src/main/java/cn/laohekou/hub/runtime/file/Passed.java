package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.security.evidence.Subjects;
import org.jspecify.annotations.Nullable;

/**
 * What a pass over a file has made: complete at the target under the temporary name.
 *
 * @param source SM3 of the source's bytes
 * @param released SM3 of the bytes at the target
 * @param bytes how many
 * @param records how many records were released; -1 when the file is not read as records
 * @param read how many records the source holds; -1 when it is not read as records
 * @param bad how many of them were set aside
 * @param subjects data subjects of what is released
 * @param commitments to the values of each field; null for a file released whole
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared as a record
record Passed(
        byte[] source,
        byte[] released,
        long bytes,
        long records,
        long read,
        long bad,
        Subjects subjects,
        byte @Nullable [] commitments) {}
