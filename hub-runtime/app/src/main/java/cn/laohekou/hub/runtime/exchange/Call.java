package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.runtime.quota.Admission;
import cn.laohekou.hub.security.certificate.CertificateEvidence;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.Commitment;
import cn.laohekou.hub.security.identity.ActingPerson;
import cn.laohekou.hub.security.identity.Caller;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledOperation;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.MappedRequest;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import cn.laohekou.hub.security.signature.Proof;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known of one exchange so far; filled in step by step on the exchange's context. */
final class Call {

    final UUID id;
    final Instant at;
    final long startedNanos = System.nanoTime();
    final InetAddress source;
    final CallHeaders headers;

    private final Gate gate;

    @Nullable
    Caller caller;

    @Nullable
    PolicySnapshot policy;

    @Nullable
    CompiledResource resource;

    @Nullable
    CompiledOperation operation;

    @Nullable
    CompiledGrant grant;

    @Nullable
    MappedRequest mapped;

    @Nullable
    Commitment requestCommitment;

    /** What the check of the data subject's certificate found under {@link #policy}; null before it. */
    @Nullable
    CertificateEvidence certificate;

    /** Whether the decision still waits for that check: nothing may be asked of the provider before. */
    boolean certificatePending;

    private @Nullable Map<String, String> attributes;

    /** Media type of what is released. */
    String releasedType = "application/json";
    /** The signature that proved the call; null when it is not signed. */
    @Nullable
    Proof proof;

    /** How a caller without token proved itself; null when by a token. */
    @Nullable
    String authentication;

    int connectorRevision;
    Admission.Admitted admitted = Admission.Admitted.UNCOUNTED;

    Call(Gate gate, HttpServerRequest request) {
        this.gate = gate;
        this.at = gate.clock().instant();
        this.id = ExchangeIds.next(at.toEpochMilli());
        this.source = address(request.remoteAddress());
        this.headers = CallHeaders.of(request.headers());
    }

    Caller caller() {
        return known(caller);
    }

    PolicySnapshot policy() {
        return known(policy);
    }

    CompiledResource resource() {
        return known(resource);
    }

    CompiledOperation operation() {
        return known(operation);
    }

    CompiledGrant grant() {
        return known(grant);
    }

    MappedRequest mapped() {
        return known(mapped);
    }

    Commitment requestCommitment() {
        return known(requestCommitment);
    }

    /** The acting person: the one the token proves, else the one the caller states; null when there is none. */
    @Nullable
    String person() {
        ActingPerson proven = caller().person();
        return proven == null ? headers.person() : proven.identifier();
    }

    /** Keeps how the acting person is proven, for the record. */
    void noteProof(ActingPerson proven) {
        note("personProof", proven.kind().label());
        note("personAssurance", Integer.toString(proven.assurance()));
        String stated = headers.person();
        if (stated != null) {
            note("personStated", gate.keys().person(stated));
        }
    }

    /** Who asked, as evidence keeps it: the acting person only as a keyed digest. */
    Asker asker() {
        Caller known = caller();
        String person = person();
        return new Asker(
                known.system(),
                known.department(),
                source.getHostAddress(),
                authentication(known),
                person == null ? null : gate.keys().person(person));
    }

    /**
     * Keeps a further input of the decision for the record, whether the exchange is granted or refused.
     *
     * @param name as {@link Attributes#of} asks for
     * @param value short; never a value of the data, an identifier of a person only as keyed digest
     */
    void note(String name, String value) {
        if (attributes == null) {
            attributes = new HashMap<>();
        }
        attributes.put(name, value);
    }

    /** What was noted so far. */
    Attributes attributes() {
        return attributes == null ? Attributes.NONE : Attributes.of(attributes);
    }

    private String authentication(Caller known) {
        if (authentication != null) {
            return authentication;
        }
        return known.certificateThumbprint() == null ? "bearer" : "bearer-certificate-bound";
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a later step ran before an earlier one");
        }
        return value;
    }

    private static InetAddress address(@Nullable SocketAddress remote) {
        String host = remote == null ? null : remote.hostAddress();
        byte[] bytes = host == null ? null : NetUtil.createByteArrayFromIpAddressString(host);
        try {
            return bytes == null ? InetAddress.getByAddress(new byte[4]) : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
