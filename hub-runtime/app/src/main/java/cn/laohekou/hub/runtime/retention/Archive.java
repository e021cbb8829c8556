package cn.laohekou.hub.runtime.retention;

import cn.laohekou.hub.security.evidence.ChainHead;

/**
 * An archive bundle that verifies.
 *
 * @param name its file name
 * @param first first batch in it
 * @param through last batch in it, with the hash of its header
 * @param records records in it
 * @param bundle SM3 of the file in hexadecimal
 * @param bytes size of the file
 */
public record Archive(String name, long first, ChainHead through, long records, String bundle, long bytes) {}
