package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.Finding;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.policy.PolicyValidator;
import cn.laohekou.hub.security.policy.Resource;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Turns a proposed change into the policy as it would be, without changing anything. */
public final class Proposals {

    private final DataSource dataSource;
    private final PolicyState state;

    Proposals(DataSource dataSource, PolicyState state) {
        this.dataSource = dataSource;
        this.state = state;
    }

    /**
     * A change and what it touches.
     *
     * @param now the policy in force
     * @param proposed the policy with the change
     * @param resource the resource whose calls may come out differently
     * @param systems the only systems whose calls may; empty when all may
     */
    public record Proposal(PolicySnapshot now, PolicySnapshot proposed, String resource, Set<String> systems) {}

    /**
     * Reads a change: {@code {"grant": {"name", "revision" or "spec"}}}, the same with {@code resource}, or
     * {@code {"revoke": "grant"}}.
     *
     * @param body the request body without members that are not about the change
     * @throws Refused with every bad field; {@code NOT_FOUND} when the caller may not see the object
     */
    public Proposal read(Actor actor, ObjectNode body) {
        List<FieldError> errors = new ArrayList<>();
        SpecReader reader = new SpecReader(body, "", errors);
        SpecReader grant = reader.object("grant");
        SpecReader resource = reader.object("resource");
        String revoked = reader.name("revoke", false);
        reader.refuseUnknown();
        if ((body.has("grant") ? 1 : 0) + (body.has("resource") ? 1 : 0) + (revoked.isEmpty() ? 0 : 1) != 1) {
            reader.error("", "应给出 grant、resource、revoke 之一", "name exactly one of grant, resource, revoke");
        }
        refuse(errors);
        PolicySnapshot now = state.current().policy();
        try (Connection connection = dataSource.getConnection()) {
            if (body.has("resource")) {
                return resource(connection, actor, now, resource, errors);
            }
            return revoked.isEmpty()
                    ? grant(connection, actor, now, grant, errors)
                    : revoke(connection, actor, now, revoked);
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    private Proposal grant(
            Connection connection, Actor actor, PolicySnapshot now, SpecReader asked, List<FieldError> errors)
            throws SQLException {
        Stated stated = stated(connection, actor, ObjectKind.GRANT, asked, errors);
        Grant read = GrantSpec.read(stated.name(), stated.number(), Grant.State.ACTIVE, stated.spec(), errors);
        CompiledResource on = now.resource(read.resource());
        if (errors.isEmpty()) {
            errors.addAll(findings(PolicyValidator.grant(read, on == null ? null : on.resource())));
        }
        boolean own = actor.isOf(stated.department())
                || (on != null && actor.isOf(on.resource().department()));
        refuse(errors);
        if (actor.boundToDepartment() && !own) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
        Set<String> systems = new TreeSet<>(Set.of(read.system()));
        List<Grant> grants = new ArrayList<>();
        for (CompiledGrant compiled : now.grants()) {
            if (!compiled.grant().id().equals(read.id())) {
                grants.add(compiled.grant());
            } else {
                systems.add(compiled.grant().system());
            }
        }
        grants.add(read);
        return new Proposal(now, next(now, resources(now, null), grants), read.resource(), systems);
    }

    private static Proposal revoke(Connection connection, Actor actor, PolicySnapshot now, String name)
            throws SQLException {
        RegistryObject object = ObjectStore.find(connection, ObjectKind.GRANT, name)
                .filter(found -> Decisions.visible(actor, found))
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        Grant running = now.grants().stream()
                .map(CompiledGrant::grant)
                .filter(found -> found.id().equals(object.name()))
                .findFirst()
                .orElseThrow(() -> Refused.of(ErrorCode.STATE_CONFLICT));
        List<Grant> grants = new ArrayList<>();
        for (CompiledGrant compiled : now.grants()) {
            Grant grant = compiled.grant();
            grants.add(grant.id().equals(name) ? grant.as(Grant.State.REVOKED, grant.purposes()) : grant);
        }
        return new Proposal(now, next(now, resources(now, null), grants), running.resource(), Set.of(running.system()));
    }

    private Proposal resource(
            Connection connection, Actor actor, PolicySnapshot now, SpecReader asked, List<FieldError> errors)
            throws SQLException {
        Stated stated = stated(connection, actor, ObjectKind.RESOURCE, asked, errors);
        if (actor.boundToDepartment() && !actor.isOf(stated.department())) {
            throw Refused.of(ErrorCode.NOT_FOUND);
        }
        Resource read = ResourceSpec.read(stated.name(), stated.department(), stated.number(), stated.spec(), errors);
        if (errors.isEmpty()) {
            errors.addAll(findings(PolicyValidator.resource(read)));
        }
        refuse(errors);
        List<Grant> grants = now.grants().stream().map(CompiledGrant::grant).toList();
        return new Proposal(now, next(now, resources(now, read), grants), read.name(), Set.of());
    }

    /** A document to be tried: a stored revision, or one that was never written. */
    private record Stated(String name, String department, int number, ObjectNode spec) {}

    private static Stated stated(
            Connection connection, Actor actor, ObjectKind kind, SpecReader asked, List<FieldError> errors)
            throws SQLException {
        String name = asked.name("name", true);
        int number = (int) asked.integer("revision", 0, 1, Integer.MAX_VALUE);
        boolean written = !asked.names().contains("spec");
        ObjectNode spec = asked.raw("spec");
        asked.refuseUnknown();
        if (!written && number > 0) {
            asked.error("revision", "revision 与 spec 只能给出一个", "give either revision or spec");
        }
        refuse(errors);
        Optional<RegistryObject> found = ObjectStore.find(connection, kind, name)
                .filter(object -> kind == ObjectKind.RESOURCE || Decisions.visible(actor, object));
        if (!written) {
            String department = found.map(RegistryObject::department).orElse(String.valueOf(actor.department()));
            int next = found.map(RegistryObject::latest).orElse(0) + 1;
            return new Stated(name, department, next, spec);
        }
        RegistryObject object = found.orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        Revision revision = ObjectStore.revision(connection, object, number == 0 ? object.latest() : number)
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
        return new Stated(name, object.department(), revision.number(), revision.spec());
    }

    private static List<Resource> resources(PolicySnapshot now, @Nullable Resource changed) {
        List<Resource> resources = new ArrayList<>();
        for (CompiledResource compiled : now.resources()) {
            if (changed == null || !compiled.resource().name().equals(changed.name())) {
                resources.add(compiled.resource());
            }
        }
        if (changed != null) {
            resources.add(changed);
        }
        return resources;
    }

    private static PolicySnapshot next(PolicySnapshot now, List<Resource> resources, List<Grant> grants) {
        return now.next(now.epoch(), now.systems(), resources, grants);
    }

    private static List<FieldError> findings(List<Finding> findings) {
        return findings.stream()
                .map(found -> FieldError.of("/spec" + found.pointer(), found.zh(), found.en()))
                .toList();
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw new Refused(Problem.of(ErrorCode.REGISTRATION_INVALID, errors));
        }
    }
}
