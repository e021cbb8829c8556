package cn.laohekou.hub.runtime.exchange;

/** A grant releases encrypted fields, but the consumer system has no valid key to encrypt them with. */
public final class NoConsumerKey extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    NoConsumerKey(String system) {
        super("system " + system + " has no valid encryption key");
    }
}
