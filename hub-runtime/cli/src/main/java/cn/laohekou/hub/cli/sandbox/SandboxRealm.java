package cn.laohekou.hub.cli.sandbox;

import cn.laohekou.hub.cli.process.UpstreamRealm;
import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.SecretFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The realm as code with the sandbox's demo accounts put in, and the secrets its placeholders stand for.
 *
 * @param json realms to import, placeholders unresolved: the city's and the simulated provincial one
 * @param secrets name and value of every placeholder
 * @param people demo accounts
 */
public record SandboxRealm(List<String> json, Map<String, String> secrets, List<DemoPerson> people) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern COMPLEX = Pattern.compile("(?=.*[0-9])(?=.*[a-z])(?=.*[A-Z]).{12,}");

    /**
     * Reads the realm and makes its secrets, once per home.
     *
     * @param installation the project's folder
     * @param home home whose {@code secrets} folder keeps them
     * @return the realm
     * @throws CannotStart when the realm files cannot be read
     */
    public static SandboxRealm of(Path installation, Path home) throws CannotStart {
        Path folder = installation.resolve("deploy/keycloak");
        try {
            ObjectNode realm =
                    (ObjectNode) JSON.readTree(folder.resolve("realm.json").toFile());
            JsonNode users = JSON.readTree(folder.resolve("sandbox-people.json").toFile())
                    .path("users");
            realm.set("users", users);
            List<DemoPerson> people = new ArrayList<>();
            for (JsonNode user : users) {
                DemoPerson person = person(user, home.resolve("secrets"));
                ((ArrayNode) user.path("credentials")).add(person.key().credential());
                people.add(person);
            }
            Map<String, String> secrets = new HashMap<>();
            people.forEach(person -> secrets.put(person.placeholder(), person.password()));
            secrets.put("HUB_CLIENT_SECRET", SecretFile.readOrCreate(home.resolve("secrets/keycloak-hub")));
            secrets.put(
                    "HUB_PROVISIONER_SECRET", SecretFile.readOrCreate(home.resolve("secrets/keycloak-provisioner")));
            // The sandbox has its administrators; the account that could make others stays switched off.
            secrets.put("HUB_SETUP_SECRET", SecretFile.readOrCreate(home.resolve("secrets/keycloak-setup")));
            secrets.putAll(UpstreamRealm.placeholders(
                    SecretFile.readOrCreate(home.resolve("secrets/keycloak-upstream")),
                    password(home.resolve("secrets/demo-citizens"))));
            String province = Files.readString(folder.resolve("sandbox-province-realm.json"));
            return new SandboxRealm(List.of(JSON.writeValueAsString(realm), province), secrets, people);
        } catch (IOException e) {
            throw new CannotStart("无法读取 " + folder + " 中的认证域文件。 The realm files cannot be read.", e);
        }
    }

    /** The first demo person with a role. */
    DemoPerson withRole(String role) throws CannotStart {
        return people.stream()
                .filter(person -> person.has(role))
                .findFirst()
                .orElseThrow(() -> new CannotStart("没有角色 " + role + " 的演示账号。 No demo account has that role."));
    }

    /** The demo person who acts for a department. */
    DemoPerson operatorOf(String department) throws CannotStart {
        return people.stream()
                .filter(person ->
                        person.has("department-operator") && person.department().equals(department))
                .findFirst()
                .orElseThrow(
                        () -> new CannotStart("部门 " + department + " 没有演示经办人。 That department has no demo operator."));
    }

    @Override
    public String toString() {
        return "SandboxRealm[" + people.size() + " people]";
    }

    private static DemoPerson person(JsonNode user, Path secrets) throws CannotStart, IOException {
        String name = user.path("username").asText();
        List<String> roles = new ArrayList<>();
        user.path("realmRoles").forEach(role -> roles.add(role.asText()));
        String value = user.path("credentials").path(0).path("value").asText();
        return new DemoPerson(
                name,
                user.path("attributes").path("department").path(0).asText(),
                List.copyOf(roles),
                value.replaceAll("^\\$\\{|}$", ""),
                password(secrets.resolve("demo-" + name)),
                secrets.resolve("security-key-" + name).toAbsolutePath());
    }

    /** A random password that has all the kinds of characters the realm demands, which hardly one in a thousand lacks. */
    private static String password(Path file) throws CannotStart, IOException {
        String password = SecretFile.readOrCreate(file);
        while (!COMPLEX.matcher(password).matches()) {
            Files.delete(file);
            password = SecretFile.readOrCreate(file);
        }
        return password;
    }
}
