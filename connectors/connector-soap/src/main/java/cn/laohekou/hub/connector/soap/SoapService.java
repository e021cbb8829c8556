package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * One port of a WSDL, ready to be called.
 *
 * @param version version of its binding
 * @param operations its operations by name
 * @param types the WSDL's types, for elements that say which derived type they hold
 */
record SoapService(SoapVersion version, Map<String, SoapOperation> operations, SchemaTypes types) {

    SoapOperation operation(@Nullable String name) throws ConnectorFault {
        return Optional.ofNullable(name)
                .map(operations::get)
                .orElseThrow(() -> Faults.misconfigured(
                        "资源操作的路径须为 WSDL 中的操作名，WSDL 中没有这一个。",
                        "An operation's path must name an operation of the WSDL; there is none of that name."));
    }

    /** The structure a document names with {@code xsi:type}; empty when the WSDL has no such type. */
    Optional<ValueType> derived(QName type) throws ConnectorFault {
        return types.named(type);
    }
}
