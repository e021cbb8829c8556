package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.evidence.BundleSelection;
import cn.laohekou.hub.runtime.evidence.EvidencePage;
import cn.laohekou.hub.runtime.evidence.EvidenceQuery;
import cn.laohekou.hub.runtime.evidence.EvidenceSearch;
import cn.laohekou.hub.runtime.evidence.FoundRecord;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.CheckpointLines;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.SpecReader;
import cn.laohekou.hub.security.evidence.BundleWriter;
import cn.laohekou.hub.security.evidence.ChainSource;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.FieldProof;
import cn.laohekou.hub.security.evidence.RecordKind;
import cn.laohekou.hub.security.evidence.RootSigner;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Evidence: search, checkpoints, bundles. */
@Path("/api/v1/evidence")
@Tag(name = "evidence", description = "存证")
public class EvidenceApi {

    private static final int PAGE = 100;
    private static final int SIGNING_ATTEMPTS = 30;
    private static final Duration SIGNING_PAUSE = Duration.ofMillis(100);
    private static final Set<String> PARTS = Set.of(EvidenceKeys.ANSWER, EvidenceKeys.REQUEST);
    private static final String UUID_SHAPE = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final EvidenceSearch search;
    private final DataSource dataSource;
    private final Registry registry;
    private final CurrentCall current;
    private final Clock clock;
    private final EvidenceKeys keys;
    private final RootSigner signer;

    EvidenceApi(
            EvidenceSearch search,
            DataSource dataSource,
            Registry registry,
            CurrentCall current,
            Clock clock,
            EvidenceKeys keys,
            RootSigner signer) {
        this.search = search;
        this.dataSource = dataSource;
        this.registry = registry;
        this.current = current;
        this.clock = clock;
        this.keys = keys;
        this.signer = signer;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "查询 Search records, newest first; subject is the keyed digest of a data subject")
    public Queries.Page find(
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("system") @Nullable String system,
            @QueryParam("resource") @Nullable String resource,
            @QueryParam("purpose") @Nullable String purpose,
            @QueryParam("grant") @Nullable String grant,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable Integer limit) {
        List<FieldError> errors = new ArrayList<>();
        Instant first = instant("from", from, Instant.EPOCH, errors);
        Instant last = instant("until", until, clock.instant().plusSeconds(1), errors);
        RecordKind wanted = kind(kind, errors);
        if (subject != null && !subject.matches("[0-9a-f]{64}")) {
            errors.add(FieldError.of("/subject", "应为 64 位十六进制摘要", "must be a digest of 64 hexadecimal digits"));
        }
        if (!errors.isEmpty()) {
            throw new Refused(Problem.of(ErrorCode.PARAMETER_INVALID, errors));
        }
        int size = limit == null ? PAGE : Math.max(1, Math.min(EvidenceQuery.MAX_LIMIT, limit));
        return page(new EvidenceQuery(first, last, wanted, system, resource, purpose, grant, subject, cursor, size));
    }

    private Queries.Page page(EvidenceQuery query) {
        try {
            EvidencePage page = search.search(query);
            return new Queries.Page(page.records().stream().map(RecordViews::of).toList(), page.next());
        } catch (IllegalArgumentException malformed) {
            throw Refused.of(ErrorCode.CURSOR_INVALID);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
    }

    @GET
    @Path("/checkpoints")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "检查点 The latest checkpoints over all chains, newest first")
    public Queries.Page checkpoints() {
        try {
            return new Queries.Page(CheckpointLines.latest(dataSource, PAGE), null);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
    }

    @POST
    @Path("/bundles")
    @Produces("application/zip")
    @Operation(
            summary =
                    "导出 A signed bundle to be verified anywhere: everything, or from, until, system, resource, exchange")
    public Response bundle(byte[] body) {
        SpecReader reader = new SpecReader(Bodies.optional(body));
        String exchange = text(reader, "exchange");
        if (exchange != null && !exchange.matches(UUID_SHAPE)) {
            reader.error("exchange", "应为交换编号", "must be the id of an exchange");
        }
        BundleSelection selection = new BundleSelection(
                time(reader, "from"),
                time(reader, "until"),
                text(reader, "system"),
                text(reader, "resource"),
                exchange != null && exchange.matches(UUID_SHAPE) ? UUID.fromString(exchange) : null);
        reader.finish();
        ObjectNode asked = Json.object();
        selection.stated().forEach(asked::put);
        registry.exports().record(current.write(null), "bundle", "export", asked);
        ChainSource source = signed(selection);
        StreamingOutput stream = out -> BundleWriter.write(source, selection.stated(), clock.instant(), signer, out);
        return Response.ok(stream)
                .header("Content-Disposition", "attachment; filename=\"evidence.zip\"")
                .build();
    }

    /** What was recorded a moment ago is signed a moment later. */
    private ChainSource signed(BundleSelection selection) {
        try {
            for (int attempt = 0; attempt < SIGNING_ATTEMPTS; attempt++) {
                ChainSource source = selection.source(dataSource);
                if (source != null) {
                    return source;
                }
                LockSupport.parkNanos(SIGNING_PAUSE.toNanos());
            }
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
    }

    @POST
    @Path("/disclosures")
    @Produces(MediaType.APPLICATION_JSON)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "披露 The salt of one field, of the answer or of the request of an exchange; put on record")
    public ObjectNode disclose(byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        UUID exchange = reader.parsed(
                "exchange", new UUID(0, 0), true, UUID::fromString, "应为交换编号", "must be the id of an exchange");
        String field = text(reader, "field");
        String part = text(reader, "part");
        if ((field == null) == (part == null) || (part != null && !PARTS.contains(part))) {
            reader.error("field", "应给出 field，或 part 为 answer 或 request", "give field, or part with answer or request");
        }
        reader.finish();
        FoundRecord intent = intent(exchange);
        byte[] salt;
        if (field == null) {
            salt = keys.salt(exchange, String.valueOf(part));
        } else {
            if (FieldProof.commitment(intent.json().getBytes(StandardCharsets.UTF_8), field) == null) {
                throw Refused.of(ErrorCode.NOT_FOUND);
            }
            salt = EvidenceKeys.fieldSalt(keys.fieldKey(exchange), field);
        }
        ObjectNode asked = Json.object().put("exchange", exchange.toString());
        asked.put(field == null ? "part" : "field", field == null ? part : field);
        registry.exports().record(current.write(null), "salt", "disclose", asked);
        return asked.put("salt", Base64.getEncoder().encodeToString(salt));
    }

    private FoundRecord intent(UUID exchange) {
        try {
            return search.byExchange(exchange).stream()
                    .filter(record -> record.kind() == RecordKind.INTENT)
                    .findFirst()
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.EVIDENCE_UNAVAILABLE);
        }
    }

    private static @Nullable String text(SpecReader reader, String name) {
        String text = reader.text(name, false);
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Instant time(SpecReader reader, String name) {
        Instant at = reader.parsed(
                name,
                Instant.MIN,
                false,
                text -> OffsetDateTime.parse(text).toInstant(),
                "应为带时区的时间，例如 2026-01-01T00:00:00Z",
                "must be a time with offset, for example 2026-01-01T00:00:00Z");
        return at.equals(Instant.MIN) ? null : at;
    }

    private static Instant instant(String name, @Nullable String text, Instant fallback, List<FieldError> errors) {
        if (text == null) {
            return fallback;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException malformed) {
            errors.add(FieldError.of(
                    "/" + name,
                    "应为带时区的时间，例如 2026-01-01T00:00:00Z",
                    "must be a time with offset, for example 2026-01-01T00:00:00Z"));
            return fallback;
        }
    }

    private static @Nullable RecordKind kind(@Nullable String label, List<FieldError> errors) {
        if (label == null) {
            return null;
        }
        try {
            return RecordKind.ofLabel(label);
        } catch (IllegalArgumentException unknown) {
            errors.add(FieldError.of(
                    "/kind",
                    "应为 intent、outcome、refusal、refusal-counts、audit、gap、start、anchor 之一",
                    "must be one of intent, outcome, refusal, refusal-counts, audit, gap, start, anchor"));
            return null;
        }
    }
}
