package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.policy.Finding;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicyValidator;
import cn.laohekou.hub.security.policy.Resource;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds everything wrong with a revision: its own form, and what it refers to. */
final class SpecChecks {

    private final PluginForms plugins;
    private final Clock clock;

    SpecChecks(PluginForms plugins, Clock clock) {
        this.plugins = plugins;
        this.clock = clock;
    }

    /** Names of the settings of a connector's plugin that are secrets; empty for anything else. */
    Set<String> secrets(ObjectKind kind, ObjectNode spec) {
        String plugin = spec.path("plugin").asText();
        return kind == ObjectKind.CONNECTOR && plugins.names().contains(plugin)
                ? plugins.secretSettings(plugin)
                : Set.of();
    }

    /**
     * Refuses what must not be stored at all, and gets the plugin's form ready on the caller's thread, so that the one thread that makes
     * changes need not.
     */
    void prepare(ObjectKind kind, ObjectNode spec) {
        if (kind == ObjectKind.RESOURCE) {
            CatalogueSpec.refuseSecret(spec);
        }
        String plugin = spec.path("plugin").asText();
        if (kind == ObjectKind.CONNECTOR && plugins.names().contains(plugin)) {
            plugins.check(plugin, Json.object());
        }
    }

    /**
     * Checks a revision.
     *
     * @param spec its document with secrets in clear
     */
    Checked check(Connection connection, ObjectKind kind, String name, String department, ObjectNode spec)
            throws SQLException {
        return switch (kind) {
            case CONNECTOR -> new Checked(connector(spec), null);
            case RESOURCE -> new Checked(resource(connection, name, department, spec), null);
            case GRANT -> grant(connection, name, department, spec);
        };
    }

    private List<FieldError> connector(ObjectNode spec) {
        List<FieldError> errors = new ArrayList<>();
        ConnectorSpec read = ConnectorSpec.read(spec, errors);
        Set<String> known = plugins.names();
        if (known.contains(read.plugin())) {
            errors.addAll(plugins.check(read.plugin(), read.settings()));
        } else if (!read.plugin().isEmpty()) {
            String names = String.join(", ", known.stream().sorted().toList());
            errors.add(
                    FieldError.of("/spec/plugin", "没有此连接器类型；已启用的类型：" + names, "unknown plugin; enabled are: " + names));
        }
        return errors;
    }

    /** Refuses an unknown plugin with a code of its own, when that is all that is wrong. */
    static Refused refusal(List<FieldError> errors) {
        boolean pluginOnly = errors.size() == 1 && errors.get(0).pointer().equals("/spec/plugin");
        return new Refused(Problem.of(pluginOnly ? ErrorCode.PLUGIN_UNKNOWN : ErrorCode.REGISTRATION_INVALID, errors));
    }

    private List<FieldError> resource(Connection connection, String name, String department, ObjectNode spec)
            throws SQLException {
        List<FieldError> errors = new ArrayList<>();
        Resource read = ResourceSpec.read(name, department, 1, spec, errors);
        if (!read.connector().isEmpty()) {
            Optional<RegistryObject> connector = ObjectStore.find(connection, ObjectKind.CONNECTOR, read.connector());
            boolean usable = connector.isPresent()
                    && connector.get().department().equals(department)
                    && !connector.get().state().isFinal();
            if (!usable) {
                errors.add(FieldError.of(
                        "/spec/connector", "本部门没有此连接器，或已注销", "the department has no such connector, or it is retired"));
            }
        }
        errors.addAll(ShapeChecks.publishers(connection, read));
        if (errors.isEmpty()) {
            errors.addAll(findings(PolicyValidator.resource(read)));
            errors.addAll(ResourceEnd.check(connection, read, clock.instant()));
        }
        return errors;
    }

    private static Checked grant(Connection connection, String name, String department, ObjectNode spec)
            throws SQLException {
        List<FieldError> errors = new ArrayList<>();
        Grant read = GrantSpec.read(name, 1, Grant.State.ACTIVE, spec, errors);
        if (!read.system().isEmpty() && !ownsSystem(connection, department, read.system())) {
            errors.add(FieldError.of("/spec/system", "本部门没有此系统", "the department has no such system"));
        }
        int index = 0;
        for (String purpose : read.purposes().stream().sorted().toList()) {
            if (!Sql.exists(connection, "SELECT 1 FROM registry.purpose WHERE code = ? AND enabled", purpose)) {
                errors.add(FieldError.of(
                        "/spec/purposes/" + index, "用途未登记或已停用", "the purpose is not registered or not enabled"));
            }
            index++;
        }
        Optional<RegistryObject> object = read.resource().isEmpty()
                ? Optional.empty()
                : ObjectStore.find(connection, ObjectKind.RESOURCE, read.resource());
        Resource resource = object.isPresent() ? running(connection, object.get()) : null;
        if (!read.resource().isEmpty() && resource == null) {
            errors.add(FieldError.of(
                    "/spec/resource",
                    "没有此资源，或尚无获批版本",
                    "there is no such resource, or none of its revisions is approved"));
        }
        if (errors.isEmpty()) {
            errors.addAll(findings(PolicyValidator.grant(read, resource)));
        }
        errors.addAll(ShapeChecks.delivery(connection, department, read));
        if (resource != null) {
            errors.addAll(CertificateChecks.of(read, department, resource, authority -> {
                Optional<RegistryObject> found = ObjectStore.find(connection, ObjectKind.RESOURCE, authority);
                return found.isPresent() ? running(connection, found.get()) : null;
            }));
        }
        return new Checked(errors, object.map(RegistryObject::department).orElse(null));
    }

    /** The approved revision of a resource; null when there is none. */
    static @Nullable Resource running(Connection connection, RegistryObject object) throws SQLException {
        Integer running = object.running();
        if (running == null || object.state().isFinal()) {
            return null;
        }
        Optional<Revision> revision = ObjectStore.revision(connection, object, running);
        return revision.isEmpty()
                ? null
                : ResourceSpec.read(
                        object.name(),
                        object.department(),
                        running,
                        revision.get().spec(),
                        new ArrayList<>());
    }

    static boolean ownsSystem(Connection connection, String department, String system) throws SQLException {
        return Sql.exists(
                connection, "SELECT 1 FROM registry.system WHERE id = ? AND department = ?", system, department);
    }

    private static List<FieldError> findings(List<Finding> findings) {
        return findings.stream()
                .map(found -> FieldError.of("/spec" + found.pointer(), found.zh(), found.en()))
                .toList();
    }
}
