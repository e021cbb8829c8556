package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.soap.ValueType.Member;
import cn.laohekou.hub.connector.soap.ValueType.Structure;
import java.util.ArrayList;
import java.util.List;
import javax.wsdl.Binding;
import javax.wsdl.BindingOperation;
import javax.wsdl.Message;
import javax.wsdl.Operation;
import javax.wsdl.Part;
import javax.wsdl.extensions.ElementExtensible;
import javax.wsdl.extensions.mime.MIMEMultipartRelated;
import javax.wsdl.extensions.mime.MIMEPart;
import javax.wsdl.extensions.soap.SOAPBinding;
import javax.wsdl.extensions.soap.SOAPBody;
import javax.wsdl.extensions.soap.SOAPHeader;
import javax.wsdl.extensions.soap.SOAPOperation;
import javax.wsdl.extensions.soap12.SOAP12Binding;
import javax.wsdl.extensions.soap12.SOAP12Body;
import javax.wsdl.extensions.soap12.SOAP12Header;
import javax.wsdl.extensions.soap12.SOAP12Operation;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** Reads one binding's operations: style, action, and the one element a body holds. */
final class OperationReader {

    private final Binding binding;
    private final SchemaTypes types;

    /** What a binding says about one message. */
    private record BodyBinding(String namespace, @Nullable List<?> parts) {}

    OperationReader(Binding binding, SchemaTypes types) {
        this.binding = binding;
        this.types = types;
    }

    SoapOperation read(BindingOperation bound) throws ConnectorFault {
        String name = bound.getName();
        boolean rpc = isRpc(bound);
        Operation operation = bound.getOperation();
        Member input = operation.getInput() == null
                ? null
                : root(name, rpc, name, operation.getInput().getMessage(), bound.getBindingInput());
        Member output = operation.getOutput() == null
                ? null
                : root(name, rpc, name + "Response", operation.getOutput().getMessage(), bound.getBindingOutput());
        return new SoapOperation(name, action(bound), input, output, rpc);
    }

    private @Nullable Member root(
            String operation, boolean rpc, String rpcName, Message message, @Nullable ElementExtensible bound)
            throws ConnectorFault {
        BodyBinding body = body(operation, bound);
        List<Part> parts = new ArrayList<>();
        for (Object part : message.getOrderedParts(null)) {
            if (body.parts() == null || body.parts().contains(((Part) part).getName())) {
                parts.add((Part) part);
            }
        }
        if (rpc) {
            return wrapper(new QName(body.namespace(), rpcName), parts);
        }
        if (parts.isEmpty()) {
            return null;
        }
        Part only = parts.get(0);
        if (parts.size() > 1 || only.getElementName() == null) {
            throw Faults.misconfigured(
                    "操作 " + operation + " 的正文须恰好是一个元素（document 风格，WS-I Basic Profile R2201）。",
                    "The body of operation " + operation + " must be exactly one element (document style, WS-I Basic"
                            + " Profile R2201).");
        }
        return types.element(only.getElementName());
    }

    /** WS-I Basic Profile 1.1, R2729 and R2735: the wrapper has the binding's namespace, the parts have none. */
    private Member wrapper(QName name, List<Part> parts) throws ConnectorFault {
        List<Member> members = new ArrayList<>();
        for (Part part : parts) {
            ValueType type = part.getTypeName() == null
                    ? types.element(part.getElementName()).type()
                    : types.type(part.getTypeName());
            members.add(new Member(new QName(part.getName()), false, false, true, false, type));
        }
        Structure structure = new Structure();
        structure.fill(members, null);
        return new Member(name, false, false, true, false, structure);
    }

    private static BodyBinding body(String operation, @Nullable ElementExtensible bound) throws ConnectorFault {
        List<?> extensions = bound == null ? List.of() : bound.getExtensibilityElements();
        for (Object extension : extensions) {
            if (extension instanceof MIMEMultipartRelated related
                    && !related.getMIMEParts().isEmpty()) {
                return body(operation, (MIMEPart) related.getMIMEParts().get(0));
            }
            refuseHeader(operation, extension);
        }
        for (Object extension : extensions) {
            if (extension instanceof SOAPBody body) {
                return literal(operation, body.getUse(), body.getNamespaceURI(), body.getParts());
            }
            if (extension instanceof SOAP12Body body) {
                return literal(operation, body.getUse(), body.getNamespaceURI(), body.getParts());
            }
        }
        return new BodyBinding("", null);
    }

    private static void refuseHeader(String operation, Object extension) throws ConnectorFault {
        boolean required = (extension instanceof SOAPHeader header && Boolean.TRUE.equals(header.getRequired()))
                || (extension instanceof SOAP12Header header12 && Boolean.TRUE.equals(header12.getRequired()));
        if (required) {
            throw Faults.misconfigured(
                    "操作 " + operation + " 要求自定义 SOAP 头，枢纽不支持。",
                    "Operation " + operation + " demands a SOAP header of its own, which is not supported.");
        }
    }

    private static BodyBinding literal(
            String operation, @Nullable String use, @Nullable String namespace, @Nullable List<?> parts)
            throws ConnectorFault {
        if ("encoded".equals(use)) {
            throw Faults.misconfigured(
                    "操作 " + operation + " 使用 encoded 编码，枢纽只支持 literal（WS-I Basic Profile R2706）。",
                    "Operation " + operation
                            + " is use=\"encoded\"; only literal is supported (WS-I Basic Profile R2706).");
        }
        return new BodyBinding(namespace == null ? "" : namespace, parts);
    }

    private boolean isRpc(BindingOperation bound) {
        for (Object extension : bound.getExtensibilityElements()) {
            String own = style(extension);
            if (own != null) {
                return own.equals("rpc");
            }
        }
        return bindingStyle().equals("rpc");
    }

    private static @Nullable String style(Object extension) {
        if (extension instanceof SOAPOperation operation) {
            return operation.getStyle();
        }
        return extension instanceof SOAP12Operation operation12 ? operation12.getStyle() : null;
    }

    private String bindingStyle() {
        for (Object extension : binding.getExtensibilityElements()) {
            String style = extension instanceof SOAPBinding soap
                    ? soap.getStyle()
                    : extension instanceof SOAP12Binding soap12 ? soap12.getStyle() : null;
            if (style != null) {
                return style;
            }
        }
        return "document";
    }

    private static String action(BindingOperation bound) throws ConnectorFault {
        for (Object extension : bound.getExtensibilityElements()) {
            String action = extension instanceof SOAPOperation soap
                    ? soap.getSoapActionURI()
                    : extension instanceof SOAP12Operation soap12 ? soap12.getSoapActionURI() : null;
            if (action != null) {
                // It becomes part of a header.
                if (!action.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\')) {
                    throw Faults.misconfigured(
                            "操作 " + bound.getName() + " 的 soapAction 含有不允许的字符。",
                            "The soapAction of operation " + bound.getName()
                                    + " holds characters that are not allowed.");
                }
                return action;
            }
        }
        return "";
    }
}
