package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.soap.ValueType.Member;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the chosen port.
 *
 * @param name its name in the WSDL; the resource's operations name it in their counterpart path
 * @param action SOAP action, may be empty
 * @param input the element in the request's body; null when the body is empty
 * @param output the element in the answer's body; null when nothing is answered
 * @param anyOutputName whether the answer's element may be called otherwise (rpc style, where no schema names it)
 */
record SoapOperation(
        String name,
        String action,
        @Nullable Member input,
        @Nullable Member output,
        boolean anyOutputName) {}
