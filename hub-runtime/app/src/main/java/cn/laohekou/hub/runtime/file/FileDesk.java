package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What persons see of transfers and do about them. A department sees what comes from it or goes to it. */
public final class FileDesk {

    private final TransferStore store;
    private final Changes changes;

    /**
     * @param store transfers on record
     * @param changes makes what persons do durable together with its audit record
     */
    public FileDesk(TransferStore store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    /** Transfers, the newest first. */
    public Queries.Page list(Actor actor, @Nullable TransferState state, @Nullable UUID before, int limit) {
        String bound = actor.boundToDepartment() ? String.valueOf(actor.department()) : null;
        try {
            List<ObjectNode> found = store.list(bound, state, before, limit + 1).stream()
                    .map(this::view)
                    .toList();
            return found.size() <= limit
                    ? new Queries.Page(found, null)
                    : new Queries.Page(
                            found.subList(0, limit),
                            found.get(limit - 1).path("id").asText());
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    /** One transfer. */
    public ObjectNode show(Actor actor, UUID id) {
        return view(visible(actor, id));
    }

    /** Begins an ended transfer again; for the provider's department and city-wide roles. */
    public ObjectNode retry(Call call, UUID id) {
        return change(call, id, "retry", TransferStore::retry);
    }

    /** Lets a transfer end. */
    public ObjectNode cancel(Call call, UUID id) {
        return change(call, id, "cancel", TransferStore::cancel);
    }

    @FunctionalInterface
    private interface Step {
        boolean run(Connection connection, UUID id, Instant now) throws SQLException;
    }

    private ObjectNode change(Call call, UUID id, String action, Step step) {
        Transfer before = visible(call.actor(), id);
        call.actor().requireCityWideOrOf(before.provider());
        return changes.make(call, connection -> {
            if (!step.run(connection, id, changes.clock().instant())) {
                throw Refused.of(ErrorCode.STATE_CONFLICT);
            }
            ObjectNode view = Json.object().put("id", id.toString()).put("action", action);
            return new ManagementWork.Result<>(
                    view,
                    List.of(changes.audit(call.actor(), "file-transfer", action, id.toString(), null, view)),
                    false);
        });
    }

    private Transfer visible(Actor actor, UUID id) {
        try {
            Optional<Transfer> found = store.find(id);
            return found.filter(transfer -> actor.maySee(transfer.provider()) || actor.maySee(transfer.consumer()))
                    .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    /** Without names of files: they may tell of a person. */
    private ObjectNode view(Transfer transfer) {
        ObjectNode view = Json.object()
                .put("id", transfer.id().toString())
                .put("resource", transfer.resource())
                .put("grant", transfer.grant())
                .put("provider", transfer.provider())
                .put("consumer", transfer.consumer())
                .put("source", transfer.source().connector())
                .put("target", transfer.target().connector())
                .put("state", transfer.state().name())
                .put("bytes", transfer.source().size())
                .put("copied", copied(transfer))
                .put("badRecords", transfer.badRecords())
                .put("attempts", transfer.attempts())
                .put("createdAt", transfer.created().toString());
        if (transfer.reason() != null) {
            view.putObject("reason")
                    .put("zh", transfer.reason().zh())
                    .put("en", transfer.reason().en());
        }
        if (transfer.released() != null) {
            view.put("sm3", HexFormat.of().formatHex(transfer.released().digest()))
                    .put("releasedBytes", transfer.released().bytes())
                    .put("records", transfer.released().records())
                    .put("exchange", transfer.released().exchange().toString());
        }
        if (transfer.finished() != null) {
            view.put("finishedAt", transfer.finished().toString());
        }
        Long left = secondsLeft(transfer);
        if (left != null) {
            view.put("secondsLeft", left.longValue());
        }
        return view;
    }

    private static long copied(Transfer transfer) {
        boolean complete = transfer.state() == TransferState.DONE || transfer.state() == TransferState.PUBLISHING;
        return complete ? transfer.source().size() : transfer.copied().position();
    }

    /** At the rate so far; null while nothing was copied or nothing is under way. */
    private @Nullable Long secondsLeft(Transfer transfer) {
        Instant started = transfer.started();
        long copied = transfer.copied().position();
        if (transfer.state() != TransferState.RUNNING || started == null || copied == 0) {
            return null;
        }
        long millis = Duration.between(started, changes.clock().instant()).toMillis();
        return Math.max(0, millis) * (transfer.source().size() - copied) / copied / 1000;
    }
}
