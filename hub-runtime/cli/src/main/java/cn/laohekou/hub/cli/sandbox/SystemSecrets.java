package cn.laohekou.hub.cli.sandbox;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.cli.api.Tokens;
import cn.laohekou.hub.cli.manifest.Manifest;
import cn.laohekou.hub.cli.manifest.ManifestKind;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gets each demo system a client secret, once; the hub shows a secret only when it issues it. */
final class SystemSecrets {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final SandboxSetup setup;
    private final SandboxRealm realm;
    private final Tokens tokens;
    private final Path secrets;

    SystemSecrets(SandboxSetup setup, SandboxRealm realm, URI tokenEndpoint, Path home) {
        this.setup = setup;
        this.realm = realm;
        this.tokens = new Tokens(tokenEndpoint);
        this.secrets = home.resolve("secrets");
    }

    List<DemoSystem> of(List<Manifest> manifests) throws CommandFailed, CannotStart {
        List<DemoSystem> systems = new ArrayList<>();
        for (Manifest manifest : manifests) {
            if (manifest.kind() == ManifestKind.SYSTEM) {
                String department = manifest.spec().path("department").asText();
                systems.add(new DemoSystem(manifest.name(), department, secret(manifest.name(), department)));
            }
        }
        return systems;
    }

    private String secret(String id, String department) throws CommandFailed, CannotStart {
        Path file = secrets.resolve("system-" + id);
        if (Files.exists(file)) {
            String known = SecretFile.read(file);
            if (works(id, known)) {
                return known;
            }
        }
        String issued = issue(id, department);
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, issued);
            return issued;
        } catch (IOException e) {
            throw new CannotStart("无法写入 " + file + "。 The file cannot be written.", e);
        }
    }

    private boolean works(String id, String secret) {
        try {
            tokens.system(id, secret);
            return true;
        } catch (CommandFailed e) {
            return false;
        }
    }

    /** The client comes into being a moment after its registration. */
    private String issue(String id, String department) throws CommandFailed, CannotStart {
        HubApi api = setup.as(realm.operatorOf(department));
        long end = System.nanoTime() + LIMIT.toNanos();
        HubApi.Answer answer = api.post(ManifestKind.SYSTEM.path() + "/" + id + "/credentials", null);
        while (!answer.ok() && answer.status() != 403 && System.nanoTime() < end) {
            FirstCall.pause();
            answer = api.post(ManifestKind.SYSTEM.path() + "/" + id + "/credentials", null);
        }
        String secret = HubApi.require(id, answer).path("clientSecret").asText();
        if (secret.isEmpty()) {
            throw new CommandFailed("枢纽没有返回系统密钥。 The hub returned no client secret.");
        }
        return secret;
    }
}
