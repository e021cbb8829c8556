package cn.laohekou.hub.runtime.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A connector, resource or grant.
 *
 * @param kind which of them
 * @param name unique within its kind
 * @param department who owns it; of a grant, who asks
 * @param provider of a grant, whose data it is about; null otherwise
 * @param state whether it runs
 * @param running number of the approved revision it runs; null before the first approval
 * @param latest number of its newest revision
 * @param createdAt when it was registered
 * @param createdBy by whom
 * @param heldBy while it is stopped, which hand stopped it; null while it runs
 */
record RegistryObject(
        ObjectKind kind,
        String name,
        String department,
        @Nullable String provider,
        ObjectState state,
        @Nullable Integer running,
        int latest,
        Instant createdAt,
        String createdBy,
        @Nullable String heldBy) {

    RegistryObject withState(ObjectState next, @Nullable String holder) {
        return new RegistryObject(
                kind, name, department, provider, next, running, latest, createdAt, createdBy, holder);
    }

    RegistryObject withRunning(int number) {
        return new RegistryObject(
                kind, name, department, provider, state, number, latest, createdAt, createdBy, heldBy);
    }

    RegistryObject withLatest(int number, @Nullable String newProvider) {
        return new RegistryObject(
                kind, name, department, newProvider, state, running, number, createdAt, createdBy, heldBy);
    }
}
