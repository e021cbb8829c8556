package cn.laohekou.hub.connector.catalogue;

/** A plugin's files before anyone looked at them. */
final class PluginSource {

    private final String name;
    private final Plugin.Source source;
    private final byte[] kamelet;
    private final String contract;
    private final String readme;

    /**
     * @param name what the Kamelet file is called
     * @param source where it lies
     * @param kamelet exact bytes of the Kamelet file; not copied
     * @param contract text of the contract, empty when absent
     * @param readme text of the README, empty when absent
     */
    PluginSource(String name, Plugin.Source source, byte[] kamelet, String contract, String readme) {
        this.name = name;
        this.source = source;
        this.kamelet = kamelet;
        this.contract = contract;
        this.readme = readme;
    }

    String name() {
        return name;
    }

    Plugin.Source source() {
        return source;
    }

    byte[] kamelet() {
        return kamelet;
    }

    String contract() {
        return contract;
    }

    String readme() {
        return readme;
    }
}
