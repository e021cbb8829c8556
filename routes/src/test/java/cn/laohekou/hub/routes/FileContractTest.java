package cn.laohekou.hub.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileWork;
import cn.laohekou.hub.connector.api.FolderGuard;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.PluginCatalogue;
import cn.laohekou.hub.connector.catalogue.SettingsValidator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example of the contracts of plugins for files through a real route over real files. */
class FileContractTest {

    @TempDir
    Path home;

    private boolean allowed = true;

    @TestFactory
    Stream<DynamicContainer> everyPluginOfFilesKeepsItsContract() {
        PluginCatalogue catalogue = PluginCatalogue.ofRelease();
        List<Plugin> plugins = catalogue.names().stream()
                .map(name -> catalogue.find(name).orElseThrow())
                .filter(plugin -> Contracts.isOfFiles(Contracts.of(plugin)))
                .toList();
        assertThat(plugins).extracting(Plugin::name).contains("directory", "sftp");
        return plugins.stream().map(plugin -> dynamicContainer(plugin.name(), examples(plugin)));
    }

    private List<DynamicTest> examples(Plugin plugin) {
        JsonNode contract = Contracts.of(plugin);
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode example : contract.path("examples")) {
            tests.add(dynamicTest(
                    example.path("name").asText(), () -> check(plugin, contract.path("settings"), example)));
        }
        assertThat(tests).as("examples of " + plugin.name()).isNotEmpty();
        return tests;
    }

    private void check(Plugin plugin, JsonNode common, JsonNode example) throws Exception {
        Path folder = Files.createTempDirectory(home, "example");
        for (Map.Entry<String, JsonNode> file : example.path("given").properties()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue().asText());
        }
        allowed = !example.path("refused").asBoolean();
        try (SftpCounterpart server = new SftpCounterpart(folder);
                DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind(FolderGuard.BEAN, (FolderGuard) (connector, asked) -> refuseUnlessAllowed());
            context.getRegistry().bind(OutgoingGuard.BEAN, (OutgoingGuard) (connector, host, port) -> loopback());
            context.start();
            Map<String, Object> settings = new HashMap<>();
            common.properties().forEach(s -> settings.put(s.getKey(), value(s.getValue(), folder, server)));
            example.path("settings")
                    .properties()
                    .forEach(s -> settings.put(s.getKey(), value(s.getValue(), folder, server)));
            assertThat(new SettingsValidator().validate(plugin, settings)).isEmpty();
            ConnectorRoutes routes = new ConnectorRoutes(context);
            routes.start(new ConnectorInstance("contract", 1, plugin, settings));
            run(context, routes, folder, example);
            routes.stop("contract");
        }
    }

    private static void run(DefaultCamelContext context, ConnectorRoutes routes, Path folder, JsonNode example)
            throws Exception {
        List<String> listed = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        JsonNode send = example.path("send");
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(ExchangeKeys.PROBE, send.path("probe").asBoolean());
        exchange.setProperty(ExchangeKeys.FILE_WORK, work(send, listed, body));
        RoutesFixture.run(routes.entry("contract").orElseThrow(), exchange);

        JsonNode expect = example.path("expect");
        if (expect.has("error")) {
            assertThat(exchange.getException())
                    .isInstanceOfSatisfying(
                            ConnectorFault.class,
                            fault -> assertThat(fault.code().name())
                                    .isEqualTo(expect.path("error").asText()));
            return;
        }
        assertThat(exchange.getException()).isNull();
        List<String> files = new ArrayList<>();
        expect.path("files").forEach(name -> files.add(name.asText()));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(files);
        assertThat(body.toString(UTF_8)).isEqualTo(expect.path("body").asText(""));
        for (Map.Entry<String, JsonNode> file : expect.path("after").properties()) {
            assertThat(folder.resolve(file.getKey())).hasContent(file.getValue().asText());
        }
    }

    private static FileWork work(JsonNode send, List<String> listed, ByteArrayOutputStream body) {
        if (send.has("list")) {
            return new FileWork.Listing(send.path("list").asText(), entry -> listed.add(entry.name()));
        }
        if (send.has("read")) {
            return new FileWork.Read(
                    send.path("read").asText(),
                    send.path("offset").asLong(),
                    send.path("length").asInt(),
                    body::write);
        }
        if (send.has("write")) {
            byte[] bytes = send.path("body").asText().getBytes(UTF_8);
            return new FileWork.Write(
                    send.path("write").asText(), send.path("offset").asLong(), bytes, bytes.length);
        }
        return new FileWork.Publish(
                send.path("publish").asText(), send.path("to").asText(), () -> true);
    }

    private void refuseUnlessAllowed() throws ConnectorFault {
        if (!allowed) {
            throw new ConnectorFault(FaultCode.ADDRESS_NOT_ALLOWED, "not allowed");
        }
    }

    private CompletableFuture<InetAddress> loopback() {
        try {
            refuseUnlessAllowed();
            return CompletableFuture.completedFuture(InetAddress.getLoopbackAddress());
        } catch (ConnectorFault refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static Object value(JsonNode node, Path folder, SftpCounterpart server) {
        return switch (node.asText()) {
            case "{folder}" -> folder.toString();
            case "{port}" -> server.port();
            case "{hostKey}" -> server.hostKey();
            default -> node.isInt() ? node.asInt() : node.asText();
        };
    }
}
