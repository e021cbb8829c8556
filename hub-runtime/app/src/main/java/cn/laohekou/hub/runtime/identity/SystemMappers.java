package cn.laohekou.hub.runtime.identity;

import cn.laohekou.hub.runtime.registry.SystemClients;
import cn.laohekou.hub.security.identity.RealmClients;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the realm writes into the tokens of a registered system: the system, its department, and on whose behalf. */
final class SystemMappers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLAIM = "claim.name";

    private final UpstreamClaims upstream;

    SystemMappers(UpstreamClaims upstream) {
        this.upstream = upstream;
    }

    ArrayNode of(SystemClients.Wanted wanted) {
        ArrayNode mappers = JSON.createArrayNode();
        fixed(mappers, "department", wanted.department());
        // The mark of a system's token: whatever person it names, it never opens the management API.
        fixed(mappers, "hub_system", wanted.id());
        audience(mappers, "audience", "hub");
        mapper(mappers, "subject", "oidc-sub-mapper").put("access.token.claim", "true");
        ofSession(mappers, "person_resident_id", upstream.residentId());
        ofSession(mappers, "person_credit_code", upstream.creditCode());
        ofSession(mappers, "person_assurance", upstream.assurance());
        ofAccount(mappers, "person_department", "department");
        ofAccount(mappers, "person_name", "username");
        if (wanted.signIn() != null) {
            for (String system : wanted.signIn().tokensFor()) {
                // Whichever client the other system uses by then: only an audience may exchange the token.
                for (int slot = 1; slot <= 2; slot++) {
                    String client = RealmClients.of(system, slot);
                    audience(mappers, "for " + client, client);
                }
            }
        }
        return mappers;
    }

    private static void fixed(ArrayNode mappers, String claim, String value) {
        mapper(mappers, claim, "oidc-hardcoded-claim-mapper")
                .put(CLAIM, claim)
                .put("claim.value", value)
                .put("jsonType.label", "String")
                .put("access.token.claim", "true")
                .put("id.token.claim", "false")
                .put("userinfo.token.claim", "false");
    }

    private static void audience(ArrayNode mappers, String name, String client) {
        mapper(mappers, name, "oidc-audience-mapper")
                .put("included.client.audience", client)
                .put("access.token.claim", "true")
                .put("id.token.claim", "false");
    }

    private static void ofSession(ArrayNode mappers, String claim, String note) {
        mapper(mappers, claim, "oidc-usersessionmodel-note-mapper")
                .put("user.session.note", note)
                .put(CLAIM, claim)
                .put("jsonType.label", "String")
                .put("access.token.claim", "true")
                .put("id.token.claim", "false");
    }

    private static void ofAccount(ArrayNode mappers, String claim, String attribute) {
        mapper(mappers, claim, "oidc-usermodel-attribute-mapper")
                .put("user.attribute", attribute)
                .put(CLAIM, claim)
                .put("jsonType.label", "String")
                .put("access.token.claim", "true")
                .put("id.token.claim", "false")
                .put("userinfo.token.claim", "false");
    }

    private static ObjectNode mapper(ArrayNode mappers, String name, String type) {
        return mappers.addObject()
                .put("name", name)
                .put("protocol", "openid-connect")
                .put("protocolMapper", type)
                .putObject("config");
    }
}
