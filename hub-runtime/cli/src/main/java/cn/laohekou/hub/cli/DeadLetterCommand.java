package cn.laohekou.hub.cli;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub dead-letter}. */
@Command(
        name = "dead-letter",
        description = "死信 messages that could not be delivered",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@SuppressWarnings("NullAway.Init") // picocli sets the fields before anything runs
final class DeadLetterCommand {

    private static final String PATH = "/api/v1/dead-letters";

    @Spec
    private CommandSpec spec;

    /** Which messages. */
    static final class Which {

        @Option(
                names = "--state",
                defaultValue = "dead",
                description = "dead, quarantined, waiting, retrying (默认 default: dead)")
        private String state;

        @Option(names = "--subscription", description = "订阅，即授权编号 the grant")
        private @Nullable String subscription;

        @Option(names = "--cause", description = "原因代码 stable code of the cause")
        private @Nullable String cause;

        @Option(names = "--exchange", description = "交换编号 exchange id of the message")
        private @Nullable String exchange;

        private void into(ObjectNode filter) {
            filter.put("state", state);
            put(filter, "subscription", subscription);
            put(filter, "cause", cause);
            put(filter, "exchange", exchange);
        }

        private static void put(ObjectNode filter, String name, @Nullable String value) {
            if (value != null) {
                filter.put(name, value);
            }
        }
    }

    @Command(
            name = "list",
            description = {"列出死信，不含消息内容。", "Lists dead letters, never what is in them."},
            mixinStandardHelpOptions = true)
    int list(@Mixin Client client, @Mixin Which which) throws CommandFailed, CannotStart {
        ObjectNode filter = new ObjectMapper().createObjectNode();
        which.into(filter);
        List<String> query = new ArrayList<>();
        filter.properties()
                .forEach(entry -> query.add(
                        entry.getKey() + "=" + Lists.segment(entry.getValue().asText())));
        PrintWriter out = out();
        String cursor = "";
        do {
            JsonNode page = HubApi.require(
                    PATH,
                    client.api()
                            .get(PATH + "?" + String.join("&", query)
                                    + (cursor.isEmpty() ? "" : "&cursor=" + Lists.segment(cursor))));
            for (JsonNode letter : page.path("items")) {
                out.printf(
                        "%-10s %-11s %-24s %s %s %d%n",
                        letter.path("id").asText(),
                        letter.path("state").asText(),
                        letter.path("subscription").asText(),
                        letter.path("exchange").asText(),
                        letter.path("cause").asText("-"),
                        letter.path("attempts").asInt());
            }
            cursor = page.path("next").asText("");
        } while (!cursor.isEmpty());
        return 0;
    }

    @Command(
            name = "replay",
            description = {
                "重放：按编号或按条件，投递到原目标或更正后的连接器。",
                "Has messages delivered again, by id or by filter, to the grant's target or a corrected connector."
            },
            mixinStandardHelpOptions = true)
    int replay(
            @Mixin Client client,
            @Mixin Which which,
            @Option(names = "--connector", description = "更正后的连接器 corrected target") @Nullable String connector,
            @Option(names = "--reason", required = true, description = "原因 why") String reason,
            @Parameters(paramLabel = "ID", arity = "0..*", description = "编号 ids; 不给则按条件 otherwise the filter")
                    @Nullable
                    List<String> ids)
            throws CommandFailed, CannotStart {
        ObjectNode body = body(which, reason, ids);
        if (connector != null) {
            body.put("connector", connector);
        }
        return act(client, "replay", body, "重放 replayed");
    }

    @Command(
            name = "discard",
            description = {"丢弃，不再投递。", "Gives messages up for good."},
            mixinStandardHelpOptions = true)
    int discard(
            @Mixin Client client,
            @Mixin Which which,
            @Option(names = "--reason", required = true, description = "原因 why") String reason,
            @Parameters(paramLabel = "ID", arity = "0..*", description = "编号 ids; 不给则按条件 otherwise the filter")
                    @Nullable
                    List<String> ids)
            throws CommandFailed, CannotStart {
        return act(client, "discard", body(which, reason, ids), "丢弃 discarded");
    }

    private static ObjectNode body(Which which, String reason, @Nullable List<String> ids) {
        ObjectNode body = new ObjectMapper().createObjectNode().put("reason", reason);
        ArrayNode named = body.putArray("ids");
        if (ids != null) {
            ids.forEach(named::add);
        }
        which.into(body.putObject("filter"));
        return body;
    }

    private int act(Client client, String action, ObjectNode body, String said) throws CommandFailed, CannotStart {
        JsonNode done = HubApi.require(action, client.api().post(PATH + "/" + action, body));
        out().println(said + ": " + done.path("count").asInt());
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
