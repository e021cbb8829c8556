package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.evidence.EvidencePage;
import cn.laohekou.hub.runtime.evidence.EvidenceQuery;
import cn.laohekou.hub.runtime.evidence.EvidenceSearch;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.CheckpointLines;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.security.evidence.EvidenceBundle;
import cn.laohekou.hub.security.evidence.JdbcChainSource;
import cn.laohekou.hub.security.evidence.RecordKind;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Evidence: search, checkpoints, bundles. */
@Path("/api/v1/evidence")
@Tag(name = "evidence", description = "存证")
public class EvidenceApi {

    private static final int PAGE = 100;

    private final EvidenceSearch search;
    private final DataSource dataSource;
    private final Registry registry;
    private final CurrentCall current;
    private final Clock clock;

    EvidenceApi(EvidenceSearch search, DataSource dataSource, Registry registry, CurrentCall current, Clock clock) {
        this.search = search;
        this.dataSource = dataSource;
        this.registry = registry;
        this.current = current;
        this.clock = clock;
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
    @Operation(summary = "导出 A bundle of all chains, to be verified anywhere")
    public Response bundle() {
        registry.exports().note(current.write(null));
        StreamingOutput stream = out -> EvidenceBundle.export(new JdbcChainSource(dataSource), clock.instant(), out);
        return Response.ok(stream)
                .header("Content-Disposition", "attachment; filename=\"evidence.zip\"")
                .build();
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
                    "应为 intent、outcome、refusal、refusal-counts、audit、gap、start 之一",
                    "must be one of intent, outcome, refusal, refusal-counts, audit, gap, start"));
            return null;
        }
    }
}
