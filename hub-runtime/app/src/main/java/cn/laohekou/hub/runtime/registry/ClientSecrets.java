package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Refused;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands out the secrets with which systems get tokens. What is handed out is on record first and never stored; when the
 * identity server fails after that, the same request again makes another secret and leaves the former one alone.
 */
public final class ClientSecrets {

    /** What a request for a client secret calls itself. */
    public static final String KIND = "client-secret";

    /** A department's longest change-over, holidays included: 90 days, as for the other credentials. */
    private static final int LONGEST_OVERLAP_DAYS = 90;

    private final Systems systems;
    private final SystemOutbox outbox;
    private final SystemClients clients;

    /**
     * @param systems the registry's systems
     * @param outbox carries systems over to the identity server
     * @param clients the identity server
     */
    public ClientSecrets(Systems systems, SystemOutbox outbox, SystemClients clients) {
        this.systems = systems;
        this.outbox = outbox;
        this.clients = clients;
    }

    /** Whether a request for a credential is one for a client secret. */
    public static boolean asked(ObjectNode body) {
        return KIND.equals(body.path("kind").textValue());
    }

    /** How long the former secret counts on; zero ends it with the new one. */
    public static Duration overlap(ObjectNode body) {
        List<FieldError> errors = new ArrayList<>();
        SpecReader reader = new SpecReader(body, "", errors);
        reader.text("kind", true);
        long days = reader.integer("overlapDays", 0, 0, LONGEST_OVERLAP_DAYS);
        reader.refuseUnknown();
        Directory.refuse(errors);
        return Duration.ofDays(days);
    }

    /**
     * Makes a new secret.
     *
     * @param call who asks
     * @param system system id
     * @param overlap how long the former secret counts on
     * @return {@code clientId}, which an overlap changes, and {@code clientSecret}; {@code formerClient} while it counts
     */
    public ObjectNode replace(Call call, String system, Duration overlap) {
        JsonNode noted = systems.noteCredentials(call, system, overlap);
        String client = noted.path("clientId").asText();
        try {
            // A client that takes its turn again must not be enabled with the secret it once had.
            clients.expireSecret(client);
            outbox.carryNow(system);
            ObjectNode answer = Json.object().put("clientId", client).put("clientSecret", clients.newSecret(client));
            if (noted.has("formerClient")) {
                answer.set("formerClient", noted.path("formerClient"));
            }
            return answer;
        } catch (SystemClients.NotReached e) {
            throw Refused.of(ErrorCode.MANAGEMENT_IDENTITY_DOWN);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }
}
