package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.masking.ConsumerKeyring;
import cn.laohekou.hub.security.masking.ConsumerKeys;
import cn.laohekou.hub.security.masking.FieldKeys;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.Field;
import cn.laohekou.hub.security.policy.PseudonymDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the keys of the consumer an exchange releases to. */
final class ReleaseKeys {

    private final ConsumerKeyring keyring;

    ReleaseKeys(ConsumerKeyring keyring) {
        this.keyring = keyring;
    }

    /** The keys an exchange's grant asks for; null when it asks for none, which costs nothing. */
    @Nullable
    FieldKeys of(Call call) {
        return of(call.grant(), call.resource(), call.caller().department());
    }

    /** The keys a grant asks for; null when it asks for none. */
    @Nullable
    FieldKeys of(CompiledGrant grant, CompiledResource resource, String department) {
        if (!grant.keyed()) {
            return null;
        }
        PseudonymDomain domain = grant.pseudonymDomain();
        List<Field> fields = resource.resource().fields();
        return new ConsumerKeys(
                keyring,
                grant.grant().system(),
                domain == null ? ConsumerKeys.ofDepartment(department) : domain.scope(),
                grant.grant().resource(),
                number -> fields.get(number).name());
    }
}
