package cn.laohekou.hub.security.policy;

/**
 * One thing wrong with a resource or grant.
 *
 * @param pointer JSON Pointer (RFC 6901) to the offending part of the document
 * @param zh what is wrong and what to do, Chinese
 * @param en the same in English
 */
public record Finding(String pointer, String zh, String en) {}
