package cn.laohekou.hub.routes;

import cn.laohekou.hub.connector.api.FaultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.spi.Registry;

/**
 * Hands settings to a Kamelet so that Camel takes them literally.
 *
 * <p>Camel resolves <code>{{...}}</code>, {@code RAW()}, {@code #bean:}, {@code ?}, {@code &} and more wherever text
 * passes through an endpoint URI. So the text does not pass: the value is bound in the registry and the Kamelet's
 * parameter is only a reference to it, made of characters that mean nothing to Camel. Numbers and booleans cannot hold
 * such text and go in place.
 */
final class LiteralSettings {

    private static final String PREFIX = "hub-setting-";

    private final Registry registry;
    private final List<String> bound = new ArrayList<>();
    private final Properties parameters = new Properties();

    private LiteralSettings(Registry registry) {
        this.registry = registry;
    }

    /**
     * Binds every setting the plugin declares, defaults included: a parameter left out would be looked up in the hub's own
     * configuration and environment.
     *
     * @param id unique name of the running instance
     */
    static LiteralSettings bind(Registry registry, String id, ConnectorInstance instance)
            throws ConnectorRouteException {
        Map<String, Object> values = new TreeMap<>(instance.plugin().defaults());
        values.putAll(instance.settings());
        for (String name : values.keySet()) {
            if (!instance.plugin().settingNames().contains(name)) {
                throw misfit(
                        "设置 " + name + " 不属于类型 " + instance.plugin().name() + "。", "Unknown setting " + name + ".");
            }
        }
        for (String name : instance.plugin().settingNames()) {
            if (!values.containsKey(name)) {
                throw misfit("缺少设置 " + name + "。", "Setting " + name + " is missing.");
            }
        }
        LiteralSettings settings = new LiteralSettings(registry);
        values.forEach((name, value) -> settings.add(id, name, value));
        settings.parameters.setProperty("connector", instance.name());
        return settings;
    }

    /** The Kamelet's parameters. */
    Properties parameters() {
        return parameters;
    }

    /** Takes all values out of the registry again. */
    void unbind() {
        bound.forEach(registry::unbind);
    }

    private void add(String id, String name, Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            parameters.setProperty(name, value.toString());
            return;
        }
        String bean = PREFIX + id + "-" + name;
        registry.bind(bean, value instanceof char[] secret ? new String(secret) : value);
        bound.add(bean);
        parameters.setProperty(name, "#" + bean);
    }

    private static ConnectorRouteException misfit(String chinese, String english) {
        return new ConnectorRouteException(FaultCode.CONNECTOR_MISCONFIGURED, chinese + english);
    }
}
