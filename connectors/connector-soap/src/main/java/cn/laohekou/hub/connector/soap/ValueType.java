package cn.laohekou.hub.connector.soap;

import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** What an element or attribute may hold, as far as it decides how it is written in JSON. */
sealed interface ValueType {

    /** How a simple value is written. */
    enum Text implements ValueType {
        /** Any text: a JSON string. */
        STRING,
        /** A whole number of any size: a JSON number. */
        INTEGER,
        /** A decimal of any size: a JSON number. */
        DECIMAL,
        /** A float or double: a JSON number; not-a-number and infinities, which JSON lacks, become null. */
        DOUBLE,
        /** A JSON boolean. */
        BOOLEAN,
        /** Base64: a JSON string; may travel as an attachment (XOP). */
        BINARY
    }

    /** An element with members. Filled after it was made, because a type may hold itself. */
    final class Structure implements ValueType {

        private List<Member> members = List.of();
        private @Nullable Text text;

        void fill(List<Member> all, @Nullable Text content) {
            members = List.copyOf(all);
            text = content;
        }

        List<Member> members() {
            return members;
        }

        /** Type of the text between the tags (simple content), null when there is none. */
        @Nullable
        Text text() {
            return text;
        }

        Optional<Member> element(QName name) {
            return members.stream()
                    .filter(member -> !member.attribute() && member.name().equals(name))
                    .findFirst();
        }
    }

    /**
     * One element or attribute of a structure.
     *
     * @param name name on the wire; its local part is the name in JSON
     * @param attribute whether it is an attribute
     * @param many whether it is a list in JSON
     * @param required whether it must be there
     * @param nillable whether it may be nil, which is null in JSON
     * @param type what it holds
     */
    record Member(QName name, boolean attribute, boolean many, boolean required, boolean nillable, ValueType type) {

        String json() {
            return name.getLocalPart();
        }
    }
}
