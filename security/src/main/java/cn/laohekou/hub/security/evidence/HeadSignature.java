package cn.laohekou.hub.security.evidence;

/**
 * A signed statement about a chain's head, as it is stored and exported.
 *
 * @param statement exact bytes of a {@link HeadStatement}
 * @param key id of the SM2 key that signed, for example {@code evidence-root-1-5f3a09c1}
 * @param signature SM2 over SM3 in DER (GB/T 32918.2; identity {@code 1234567812345678}, GM/T 0009)
 */
public record HeadSignature(Blob statement, String key, Blob signature) {}
