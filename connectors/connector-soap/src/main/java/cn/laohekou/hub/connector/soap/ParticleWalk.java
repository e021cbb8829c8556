package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.soap.ValueType.Member;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.namespace.QName;
import org.apache.ws.commons.schema.XmlSchemaAll;
import org.apache.ws.commons.schema.XmlSchemaChoice;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaElement;
import org.apache.ws.commons.schema.XmlSchemaGroup;
import org.apache.ws.commons.schema.XmlSchemaGroupRef;
import org.apache.ws.commons.schema.XmlSchemaParticle;
import org.apache.ws.commons.schema.XmlSchemaSequence;
import org.jspecify.annotations.Nullable;

/**
 * Flattens sequences, choices and groups into a list of elements in the order the schema names them. Wildcards are left
 * out: what no schema names is not read.
 */
final class ParticleWalk {

    private final XmlSchemaCollection schemas;
    private final SchemaTypes types;
    private final List<Member> members;
    private final Set<QName> groups = new HashSet<>();

    ParticleWalk(XmlSchemaCollection schemas, SchemaTypes types, List<Member> members) {
        this.schemas = schemas;
        this.types = types;
        this.members = members;
    }

    /**
     * @param many whether what is around may occur more than once
     * @param optional whether what is around may be absent
     */
    void walk(@Nullable Object particle, boolean many, boolean optional) throws ConnectorFault {
        if (!(particle instanceof XmlSchemaParticle one)) {
            return;
        }
        boolean repeated = many || one.getMaxOccurs() > 1;
        boolean absent = optional || one.getMinOccurs() == 0;
        if (one instanceof XmlSchemaElement element) {
            add(element, repeated, absent);
        } else if (one instanceof XmlSchemaSequence sequence) {
            walkAll(sequence.getItems(), repeated, absent);
        } else if (one instanceof XmlSchemaAll all) {
            walkAll(all.getItems(), repeated, absent);
        } else if (one instanceof XmlSchemaChoice choice) {
            walkAll(choice.getItems(), repeated, true);
        } else if (one instanceof XmlSchemaGroupRef reference && groups.add(reference.getRefName())) {
            XmlSchemaGroup group = schemas.getGroupByQName(reference.getRefName());
            walk(group == null ? null : group.getParticle(), repeated, absent);
            groups.remove(reference.getRefName());
        }
    }

    private void walkAll(List<?> items, boolean many, boolean optional) throws ConnectorFault {
        for (Object item : items) {
            walk(item, many, optional);
        }
    }

    private void add(XmlSchemaElement element, boolean many, boolean optional) throws ConnectorFault {
        if (element.isRef()) {
            Member global = types.element(element.getRef().getTargetQName());
            members.add(new Member(global.name(), false, many, !optional, global.nillable(), global.type()));
        } else {
            members.add(
                    new Member(element.getWireName(), false, many, !optional, element.isNillable(), types.of(element)));
        }
    }
}
