package cn.laohekou.hub.security.crypto;

/** What a managed key can do. */
public enum KeyKind {
    /** A pair that signs (GB/T 32918.2); its public half may be handed out. */
    SM2,
    /** A secret that encrypts and authenticates (GB/T 32907 in GCM). */
    SM4
}
