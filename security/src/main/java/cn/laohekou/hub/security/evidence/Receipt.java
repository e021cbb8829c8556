package cn.laohekou.hub.security.evidence;

/**
 * Where a durable record stands.
 *
 * @param node node whose chain it is in
 * @param sequence batch
 * @param ordinal position in the batch, from 0
 * @param batchHash SM3 of the batch's header in hexadecimal
 */
public record Receipt(String node, long sequence, int ordinal, String batchHash) {}
