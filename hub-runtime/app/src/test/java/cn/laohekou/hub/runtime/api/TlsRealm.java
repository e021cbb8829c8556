package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.cli.process.KeycloakDistribution;
import cn.laohekou.hub.cli.process.KeycloakServer;
import cn.laohekou.hub.cli.process.Progress;
import cn.laohekou.hub.cli.process.UpstreamRealm;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The real identity server over TLS, asking for client certificates, with the realm as code twice: as it comes, and with
 * one-time passwords allowed by its setting.
 */
final class TlsRealm implements AutoCloseable {

    static final String PASSWORD = "Only-for-the-tests-1";

    /** People without any role: a sign-in takes none. */
    static final String FIRST = "zhengshu-jia";

    static final String SECOND = "zhengshu-yi";

    /** What the people's one-time passwords are made from. */
    static final String SEED = "a-seed-of-twenty-byt";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final KeycloakServer server;
    private final int port;

    private TlsRealm(KeycloakServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts it with a certificate of an authority that it also trusts for people. */
    static TlsRealm start(Path folder, TestAuthority authority) throws Exception {
        Path certificate = folder.resolve("server.pem");
        Path key = folder.resolve("server.key");
        Path trusted = folder.resolve("authority.pem");
        authority.server().write(certificate, key);
        Files.writeString(trusted, TestAuthority.pem(authority.certificate()));
        int port = freePort();
        Map<String, String> placeholders = new HashMap<>(UpstreamRealm.placeholders(PASSWORD, PASSWORD));
        placeholders.put("HUB_CLIENT_SECRET", PASSWORD);
        placeholders.put("HUB_PROVISIONER_SECRET", PASSWORD);
        placeholders.put("HUB_SETUP_SECRET", PASSWORD);
        placeholders.put("HUB_TOTP_OF_THE_OTHER", "ALTERNATIVE");
        KeycloakServer.Settings settings = new KeycloakServer.Settings(
                KeycloakDistribution.in(Path.of("..", "cli", "target", "keycloak")),
                folder.resolve("home"),
                realms(),
                placeholders,
                0,
                List.of(
                        "--https-port=" + port,
                        "--https-certificate-file=" + certificate,
                        "--https-certificate-key-file=" + key,
                        "--truststore-paths=" + trusted,
                        "--http-management-scheme=http"));
        return new TlsRealm(KeycloakServer.start(settings, new Progress(System.err)), port);
    }

    /** Address of the realm as it comes. */
    String usual() {
        return "https://127.0.0.1:" + port + "/realms/laohekou";
    }

    /** Address of the realm whose setting allows one-time passwords. */
    String withTotp() {
        return usual() + "-totp";
    }

    private static List<String> realms() throws IOException {
        ObjectNode realm = (ObjectNode) new ObjectMapper()
                .readTree(
                        Path.of("..", "..", "deploy", "keycloak", "realm.json").toFile());
        ArrayNode people = realm.putArray("users");
        person(people, FIRST);
        person(people, SECOND);
        String usual = realm.toString();
        realm.put("realm", "laohekou-totp").put("id", "laohekou-totp");
        // Ids are unique in a server; all else is the same, and the setting gets a name of its own here.
        String other = ID.matcher(realm.toString())
                .replaceAll(id -> UUID.nameUUIDFromBytes(id.group().getBytes(StandardCharsets.US_ASCII))
                        .toString())
                .replace("\"containerId\":\"laohekou\"", "\"containerId\":\"laohekou-totp\"")
                .replace("${HUB_TOTP:", "${HUB_TOTP_OF_THE_OTHER:");
        return List.of(usual, other);
    }

    private static void person(ArrayNode people, String name) {
        ObjectNode user = people.addObject().put("username", name).put("enabled", true);
        user.put("firstName", name).put("lastName", name);
        user.putObject("attributes").putArray("department").add("11420682MB00001077");
        ArrayNode credentials = user.putArray("credentials");
        credentials.addObject().put("type", "password").put("value", PASSWORD).put("temporary", false);
        credentials
                .addObject()
                .put("type", "otp")
                .put("userLabel", "手机")
                .put("secretData", "{\"value\":\"" + SEED + "\"}")
                .put(
                        "credentialData",
                        "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
