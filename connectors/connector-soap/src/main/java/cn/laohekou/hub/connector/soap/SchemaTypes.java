package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.soap.ValueType.Member;
import cn.laohekou.hub.connector.soap.ValueType.Structure;
import cn.laohekou.hub.connector.soap.ValueType.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import org.apache.ws.commons.schema.XmlSchemaAttribute;
import org.apache.ws.commons.schema.XmlSchemaAttributeGroup;
import org.apache.ws.commons.schema.XmlSchemaAttributeGroupRef;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaComplexContentExtension;
import org.apache.ws.commons.schema.XmlSchemaComplexContentRestriction;
import org.apache.ws.commons.schema.XmlSchemaComplexType;
import org.apache.ws.commons.schema.XmlSchemaContent;
import org.apache.ws.commons.schema.XmlSchemaContentModel;
import org.apache.ws.commons.schema.XmlSchemaElement;
import org.apache.ws.commons.schema.XmlSchemaParticle;
import org.apache.ws.commons.schema.XmlSchemaSimpleContentExtension;
import org.apache.ws.commons.schema.XmlSchemaSimpleContentRestriction;
import org.apache.ws.commons.schema.XmlSchemaSimpleType;
import org.apache.ws.commons.schema.XmlSchemaType;
import org.apache.ws.commons.schema.XmlSchemaUse;
import org.jspecify.annotations.Nullable;

/** Turns XML Schema into the few things JSON must know. Thread-safe. */
final class SchemaTypes {

    private final XmlSchemaCollection schemas;
    private final IdentityHashMap<XmlSchemaType, ValueType> made = new IdentityHashMap<>();

    SchemaTypes(XmlSchemaCollection schemas) {
        this.schemas = schemas;
    }

    /** A global element. */
    Member element(QName name) throws ConnectorFault {
        XmlSchemaElement element = schemas.getElementByQName(name);
        if (element == null) {
            throw undefined("元素", "element", name);
        }
        return new Member(name, false, false, true, element.isNillable(), of(element));
    }

    /** A named type. */
    ValueType type(QName name) throws ConnectorFault {
        return named(name).orElseThrow(() -> undefined("类型", "type", name));
    }

    /** A named type, empty when there is none. */
    synchronized Optional<ValueType> named(QName name) throws ConnectorFault {
        XmlSchemaType type = schemas.getTypeByQName(name);
        return type == null ? Optional.empty() : Optional.of(of(type));
    }

    ValueType of(XmlSchemaElement element) throws ConnectorFault {
        XmlSchemaType type = element.getSchemaType();
        if (type != null) {
            return of(type);
        }
        QName name = element.getSchemaTypeName();
        // XML Schema part 1, 3.3.2: an element that names no type may hold anything; of that, JSON keeps the text.
        return name == null ? Text.STRING : type(name);
    }

    private synchronized ValueType of(XmlSchemaType type) throws ConnectorFault {
        ValueType known = made.get(type);
        if (known != null) {
            return known;
        }
        if (type instanceof XmlSchemaSimpleType simple) {
            return BuiltInTypes.text(schemas, simple);
        }
        Structure structure = new Structure();
        made.put(type, structure);
        List<Member> members = new ArrayList<>();
        Text text = collect((XmlSchemaComplexType) type, members);
        requireDistinct(members);
        structure.fill(members, text);
        return structure;
    }

    /** Adds a type's members, those of its base first; gives the type of its text. */
    private @Nullable Text collect(XmlSchemaComplexType type, List<Member> members) throws ConnectorFault {
        XmlSchemaContentModel model = type.getContentModel();
        Text text = type.isMixed() ? Text.STRING : null;
        XmlSchemaContent content = model == null ? null : model.getContent();
        if (content instanceof XmlSchemaComplexContentExtension extension) {
            text = base(extension.getBaseTypeName(), members);
            addAll(extension.getParticle(), members);
            addAttributes(extension.getAttributes(), members);
        } else if (content instanceof XmlSchemaComplexContentRestriction restriction) {
            addAll(restriction.getParticle(), members);
            addAttributes(restriction.getAttributes(), members);
        } else if (content instanceof XmlSchemaSimpleContentExtension extension) {
            text = base(extension.getBaseTypeName(), members);
            addAttributes(extension.getAttributes(), members);
        } else if (content instanceof XmlSchemaSimpleContentRestriction restriction) {
            text = base(restriction.getBaseTypeName(), members);
        }
        addAll(type.getParticle(), members);
        addAttributes(type.getAttributes(), members);
        return text;
    }

    private @Nullable Text base(QName name, List<Member> members) throws ConnectorFault {
        XmlSchemaType base = schemas.getTypeByQName(name);
        if (base instanceof XmlSchemaComplexType complex) {
            return collect(complex, members);
        }
        return base instanceof XmlSchemaSimpleType simple ? BuiltInTypes.text(schemas, simple) : null;
    }

    private void addAll(@Nullable XmlSchemaParticle particle, List<Member> members) throws ConnectorFault {
        new ParticleWalk(schemas, this, members).walk(particle, false, false);
    }

    private void addAttributes(List<?> attributes, List<Member> members) throws ConnectorFault {
        for (Object one : attributes) {
            if (one instanceof XmlSchemaAttribute attribute) {
                members.add(attribute(attribute));
            } else if (one instanceof XmlSchemaAttributeGroupRef reference) {
                XmlSchemaAttributeGroup group =
                        schemas.getAttributeGroupByQName(reference.getRef().getTargetQName());
                if (group != null) {
                    addAttributes(group.getAttributes(), members);
                }
            }
        }
    }

    private Member attribute(XmlSchemaAttribute attribute) throws ConnectorFault {
        XmlSchemaAttribute declared = attribute.isRef()
                ? schemas.getAttributeByQName(attribute.getRef().getTargetQName())
                : attribute;
        boolean required = attribute.getUse() == XmlSchemaUse.REQUIRED;
        if (declared == null) {
            // xml:lang and the like: declared by XML itself.
            return new Member(attribute.getRef().getTargetQName(), true, false, required, false, Text.STRING);
        }
        ValueType type = declared.getSchemaType() != null
                ? of(declared.getSchemaType())
                : declared.getSchemaTypeName() == null ? Text.STRING : type(declared.getSchemaTypeName());
        QName name = attribute.isRef() ? declared.getQName() : declared.getWireName();
        return new Member(name, true, false, required, false, type);
    }

    private static void requireDistinct(List<Member> members) throws ConnectorFault {
        Set<String> names = new HashSet<>();
        for (Member member : members) {
            if (!names.add(member.json())) {
                throw Faults.misconfigured(
                        "WSDL 的同一类型中有两个成员都叫 " + member.json() + "，在 JSON 中无法区分。",
                        "A type of the WSDL has two members called " + member.json()
                                + ", which JSON cannot tell apart.");
            }
        }
    }

    private static ConnectorFault undefined(String chinese, String english, QName name) {
        return Faults.misconfigured(
                "WSDL 引用了没有定义的" + chinese + " " + name.getLocalPart() + "；它引入的文档须放入 schemas。",
                "The WSDL refers to the undefined " + english + " " + name.getLocalPart()
                        + "; put the documents it imports into schemas.");
    }
}
