package cn.laohekou.hub.connector.catalogue;

/**
 * A plugin's files before anyone looked at them.
 *
 * @param name what the Kamelet file is called
 * @param source where it lies
 * @param kamelet exact bytes of the Kamelet file
 * @param contract text of the contract, empty when absent
 * @param readme text of the README, empty when absent
 */
record PluginSource(String name, Plugin.Source source, byte[] kamelet, String contract, String readme) {}
