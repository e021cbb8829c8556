package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.evidence.EvidencePage;
import cn.laohekou.hub.runtime.evidence.EvidenceQuery;
import cn.laohekou.hub.runtime.evidence.FoundRecord;
import cn.laohekou.hub.runtime.evidence.Lineage;
import cn.laohekou.hub.runtime.evidence.LineageQuery;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.SpecReader;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lineage: who got what, from where, why. What is asked stands in the body, since it may be an ID number. */
@Path("/api/v1/evidence/lineage")
@Tag(name = "evidence", description = "存证")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class LineageApi {

    private final Lineage lineage;
    private final EvidenceKeys keys;
    private final Registry registry;
    private final CurrentCall current;
    private final Clock clock;

    LineageApi(DataSource database, EvidenceKeys keys, Registry registry, CurrentCall current, Clock clock) {
        this.lineage = new Lineage(database);
        this.keys = keys;
        this.registry = registry;
        this.current = current;
        this.clock = clock;
    }

    @POST
    @Operation(
            summary = "数据去向 Releases by data subject, acting person, case, consumer, resource, field, purpose and time,"
                    + " newest first; the search itself is put on record")
    public Queries.Page search(byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String subject = text(reader, "subject");
        String person = text(reader, "person");
        ObjectNode asked = Json.object();
        LineageQuery query = new LineageQuery(
                instant(reader, "from", Instant.EPOCH, asked),
                instant(reader, "until", clock.instant().plusSeconds(1), asked),
                subject == null ? List.of() : keys.subjects(subject),
                person == null ? List.of() : keys.persons(person),
                noted(reader, "case", asked),
                noted(reader, "system", asked),
                noted(reader, "resource", asked),
                noted(reader, "field", asked),
                noted(reader, "purpose", asked),
                text(reader, "cursor"),
                (int) reader.integer("limit", 100, 1, EvidenceQuery.MAX_LIMIT));
        reader.finish();
        if (!query.subjects().isEmpty()) {
            ArrayNode digests = asked.putArray("subjectDigests");
            query.subjects().forEach(digest -> digests.add(HexFormat.of().formatHex(digest)));
        }
        if (!query.persons().isEmpty()) {
            query.persons().forEach(asked.putArray("personDigests")::add);
        }
        registry.exports().record(current.write(null), "lineage", "search", asked);
        return page(query);
    }

    private Queries.Page page(LineageQuery query) {
        try {
            EvidencePage page = lineage.search(query);
            List<UUID> exchanges = new ArrayList<>();
            for (FoundRecord record : page.records()) {
                if (record.exchange() != null) {
                    exchanges.add(record.exchange());
                }
            }
            Map<UUID, String> outcomes = lineage.outcomes(exchanges);
            return new Queries.Page(
                    page.records().stream()
                            .map(record -> view(record, outcomes))
                            .toList(),
                    page.next());
        } catch (IllegalArgumentException malformed) {
            throw Refused.of(ErrorCode.CURSOR_INVALID);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
    }

    private static ObjectNode view(FoundRecord record, Map<UUID, String> outcomes) {
        ObjectNode view = RecordViews.of(record);
        String outcome = record.exchange() == null ? null : outcomes.get(record.exchange());
        if (outcome != null) {
            view.set("outcome", Json.request(outcome.getBytes(StandardCharsets.UTF_8)));
        }
        return view;
    }

    private static @Nullable String text(SpecReader reader, String name) {
        String text = reader.text(name, false);
        return text.isEmpty() ? null : text;
    }

    private static @Nullable String noted(SpecReader reader, String name, ObjectNode asked) {
        String text = text(reader, name);
        if (text != null) {
            asked.put(name, text);
        }
        return text;
    }

    private static Instant instant(SpecReader reader, String name, Instant otherwise, ObjectNode asked) {
        Instant at = reader.parsed(
                name,
                otherwise,
                false,
                text -> OffsetDateTime.parse(text).toInstant(),
                "应为带时区的时间，例如 2026-01-01T00:00:00Z",
                "must be a time with offset, for example 2026-01-01T00:00:00Z");
        asked.put(name, at.toString());
        return at;
    }
}
