package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.AnswerFilter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything decisions need, as of one policy epoch. Immutable, safe for any thread, replaced whole. Looking something
 * up costs the same however many systems, resources and grants there are.
 */
public final class PolicySnapshot {

    private static final Comparator<CompiledGrant> GRANT_ORDER = Comparator.comparing(
                    (CompiledGrant compiled) -> compiled.grant().id())
            .thenComparing(compiled -> compiled.grant().revision());

    private final long epoch;
    private final ZoneId zone;
    private final Map<String, ConsumerSystem> systems;
    private final Map<String, CompiledResource> resources;

    /** Grants by system, then by resource, in the order they are tried. */
    private final Map<String, Map<String, List<CompiledGrant>>> grants;

    private final ConditionTypes types;

    private PolicySnapshot(
            long epoch,
            ZoneId zone,
            ConditionTypes types,
            Map<String, ConsumerSystem> systems,
            Map<String, CompiledResource> resources,
            Map<String, Map<String, List<CompiledGrant>>> grants) {
        this.epoch = epoch;
        this.zone = zone;
        this.types = types;
        this.systems = systems;
        this.resources = resources;
        this.grants = grants;
    }

    /**
     * Compiles a snapshot. Never fails because of a single resource or grant: what cannot be enforced permits nothing.
     *
     * @param epoch policy epoch the rows were read under
     * @param systems consumer systems
     * @param resources resources in their latest approved revisions
     * @param grants grants in their latest approved revisions, in any state
     * @param zone the hub's zone, for daily windows
     * @throws IllegalArgumentException when two systems or two resources have the same name
     */
    public static PolicySnapshot build(
            long epoch,
            Collection<ConsumerSystem> systems,
            Collection<Resource> resources,
            Collection<Grant> grants,
            ZoneId zone) {
        return build(epoch, systems, resources, grants, zone, ConditionTypes.standard());
    }

    /** As {@link #build(long, Collection, Collection, Collection, ZoneId)}, with these conditions and no others. */
    public static PolicySnapshot build(
            long epoch,
            Collection<ConsumerSystem> systems,
            Collection<Resource> resources,
            Collection<Grant> grants,
            ZoneId zone,
            ConditionTypes types) {
        return new PolicySnapshot(0, zone, types, Map.of(), Map.of(), Map.of()).next(epoch, systems, resources, grants);
    }

    /**
     * The snapshot that follows this one: as {@link #build}, in the same zone, but what did not change is not compiled
     * again, so that a single change in a large policy takes hold quickly.
     *
     * @param epoch policy epoch the rows were read under
     * @param newSystems consumer systems
     * @param newResources resources in their latest approved revisions
     * @param newGrants grants in their latest approved revisions, in any state
     * @throws IllegalArgumentException when two systems or two resources have the same name
     */
    public PolicySnapshot next(
            long epoch,
            Collection<ConsumerSystem> newSystems,
            Collection<Resource> newResources,
            Collection<Grant> newGrants) {
        Map<String, ConsumerSystem> byId = new HashMap<>(2 * newSystems.size());
        for (ConsumerSystem system : newSystems) {
            unique(byId.put(system.id(), system), system.id());
        }
        Map<String, CompiledResource> byName = new HashMap<>(2 * newResources.size());
        for (Resource resource : newResources) {
            unique(byName.put(resource.name(), compiled(resource)), resource.name());
        }
        return new PolicySnapshot(epoch, zone, types, byId, byName, index(newGrants, byName));
    }

    private Map<String, Map<String, List<CompiledGrant>>> index(
            Collection<Grant> newGrants, Map<String, CompiledResource> byName) {
        Map<ReleaseCompiler.Plan, Map<AnswerFormat, AnswerFilter>> filters = new HashMap<>();
        Map<String, Map<String, List<CompiledGrant>>> index = new HashMap<>();
        for (Grant grant : newGrants) {
            index.computeIfAbsent(grant.system(), system -> new HashMap<>())
                    .computeIfAbsent(grant.resource(), resource -> new ArrayList<>(1))
                    .add(compiled(grant, byName.get(grant.resource()), filters));
        }
        for (Map<String, List<CompiledGrant>> byResource : index.values()) {
            byResource.replaceAll(
                    (resource, list) -> list.stream().sorted(GRANT_ORDER).toList());
        }
        return index;
    }

    /** All grants on resources of a pattern, in any state; for what the hub delivers by itself. */
    public List<CompiledGrant> grants(ExchangePattern pattern) {
        return grants.values().stream()
                .flatMap(byResource -> byResource.values().stream())
                .flatMap(List::stream)
                .filter(grant -> {
                    CompiledResource resource = resources.get(grant.grant().resource());
                    return resource != null && resource.resource().shape().pattern() == pattern;
                })
                .sorted(GRANT_ORDER)
                .toList();
    }

    private CompiledResource compiled(Resource resource) {
        CompiledResource known = resources.get(resource.name());
        return known != null && known.resource().equals(resource) ? known : CompiledResource.compile(resource);
    }

    private CompiledGrant compiled(
            Grant grant,
            @Nullable CompiledResource resource,
            Map<ReleaseCompiler.Plan, Map<AnswerFormat, AnswerFilter>> filters) {
        // A grant stands on its resource: only with the very same compiled resource is it the same.
        if (resource != null && resources.get(grant.resource()) == resource) {
            for (CompiledGrant known : grants(grant.system(), grant.resource())) {
                if (known.grant().equals(grant)) {
                    return known;
                }
            }
        }
        return new GrantCompiler(grant, resource, filters, types).compile();
    }

    private static void unique(@Nullable Object previous, String name) {
        if (previous != null) {
            throw new IllegalArgumentException("two entries of the policy are named " + name);
        }
    }

    /** A snapshot that permits nothing: what a node holds before it has read its policy. */
    public static PolicySnapshot empty(ZoneId zone) {
        return build(0, List.of(), List.of(), List.of(), zone);
    }

    /** Policy epoch the snapshot was read under. */
    public long epoch() {
        return epoch;
    }

    /** Zone in which daily windows, and calendar days and months of quotas, are counted. */
    public ZoneId zone() {
        return zone;
    }

    /** The system of that id, or null when it is not registered. */
    public @Nullable ConsumerSystem system(String id) {
        return systems.get(id);
    }

    /** The resource of that name, or null when there is none. */
    public @Nullable CompiledResource resource(String name) {
        return resources.get(name);
    }

    /** All resources, in no particular order; a read-only view. */
    public Collection<CompiledResource> resources() {
        return List.copyOf(resources.values());
    }

    /** The grants of a system on a resource, in any state, in the order they are tried; empty when there are none. */
    public List<CompiledGrant> grants(String system, String resource) {
        Map<String, List<CompiledGrant>> byResource = grants.get(system);
        return byResource == null ? List.of() : byResource.getOrDefault(resource, List.of());
    }

    /** All consumer systems, in no particular order. */
    public Collection<ConsumerSystem> systems() {
        return List.copyOf(systems.values());
    }

    /** All grants in any state, in no particular order. */
    public List<CompiledGrant> grants() {
        return grants.values().stream()
                .flatMap(byResource -> byResource.values().stream())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Whether a system may learn that a resource exists: it has, or once had, a grant on it. To everyone else the
     * answer must be the same as for a resource that does not exist.
     */
    public boolean mayKnow(String system, String resource) {
        return resources.containsKey(resource) && !grants(system, resource).isEmpty();
    }

    /** Nanoseconds since midnight in the hub's zone. */
    long nanoOfDay(Instant now) {
        long seconds = now.getEpochSecond() + zone.getRules().getOffset(now).getTotalSeconds();
        return Math.floorMod(seconds, 86_400L) * 1_000_000_000L + now.getNano();
    }
}
