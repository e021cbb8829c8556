package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Changes;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.PolicyState;
import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.jspecify.annotations.Nullable;

/** What operations see of subscriptions, and how one is paused: its messages wait where they are, in order. */
public final class Subscriptions {

    private static final long WAIT_SECONDS = 5;

    private final DataSource database;
    private final Changes changes;
    private final PolicyState policy;
    private final Supplier<@Nullable Events> events;

    /**
     * @param database the run-time role's connections
     * @param changes the way people's writes go
     * @param policy the published policy
     * @param events the running pattern of this node; null while it does not run
     */
    public Subscriptions(DataSource database, Changes changes, PolicyState policy, Supplier<@Nullable Events> events) {
        this.database = database;
        this.changes = changes;
        this.policy = policy;
        this.events = events;
    }

    /** How subscriptions stand on this node; a department-bound person sees the own department's. */
    public List<ObjectNode> list(Actor actor) {
        Events running = events.get();
        if (running == null) {
            return List.of();
        }
        try (Connection connection = database.getConnection()) {
            Map<String, Long> parked = running.store().parkedCounts(connection);
            Set<String> paused = new TreeSet<>(
                    Sql.list(connection, "SELECT subscription FROM exchange.pause", row -> row.getString(1)));
            List<ObjectNode> views = new ArrayList<>();
            for (Dispatcher.Standing standing :
                    running.standings().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS)) {
                if (actor.maySee(standing.subscription().department())) {
                    views.add(view(running, standing, parked, paused));
                }
            }
            return views;
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        } catch (ActiveMQException | ExecutionException | TimeoutException e) {
            throw Refused.of(ErrorCode.BROKER_UNAVAILABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refused.of(ErrorCode.BROKER_UNAVAILABLE);
        }
    }

    private static ObjectNode view(
            Events running, Dispatcher.Standing standing, Map<String, Long> parked, Set<String> paused)
            throws ActiveMQException {
        Subscription subscription = standing.subscription();
        return Json.object()
                .put("name", subscription.grant())
                .put("system", subscription.system())
                .put("department", subscription.department())
                .put("resource", subscription.resource())
                .put("connector", subscription.delivery().connector())
                .put("state", paused.contains(subscription.grant()) ? "paused" : standing.state())
                .put("queued", Math.max(0, running.broker().depth(subscription)))
                .put("parked", parked.getOrDefault(subscription.grant(), 0L))
                .put("waitingKeys", standing.waitingKeys());
    }

    /**
     * Pauses a subscription, or ends the pause.
     *
     * @param reason why; null only when it ends
     */
    public ObjectNode pause(Call call, String name, boolean pause, @Nullable String reason) {
        Subscription subscription = new Meant(policy.current().policy())
                .all().stream()
                        .filter(one -> one.grant().equals(name) && call.actor().maySee(one.department()))
                        .findFirst()
                        .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        if (!call.actor().roles().contains("operations")) {
            call.actor().requireOf(subscription.department());
        }
        return changes.make(call, connection -> {
            Sql.update(connection, "DELETE FROM exchange.pause WHERE subscription = ?", name);
            if (pause) {
                Sql.update(
                        connection,
                        "INSERT INTO exchange.pause (subscription, reason, by, at) VALUES (?, ?, ?, ?)",
                        name,
                        reason,
                        call.actor().user(),
                        changes.clock().instant());
            }
            ObjectNode after = Json.object().put("name", name).put("paused", pause);
            return new ManagementWork.Result<>(
                    after,
                    List.of(changes.audit(
                            call.actor(),
                            "subscription",
                            pause ? "pause" : "resume",
                            name,
                            null,
                            after.deepCopy().put("reason", reason))),
                    false);
        });
    }
}
