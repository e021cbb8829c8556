package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.security.certificate.CertificateAuthority;
import cn.laohekou.hub.security.policy.AnswerFormat;
import cn.laohekou.hub.security.policy.CompiledOperation;
import cn.laohekou.hub.security.policy.CompiledResource;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks a certificate authority through an approved connector's running route, like any exchange: bounded, timed, checked
 * at connect. Only operations that the resource declares are called.
 */
final class CertificateLeg implements CertificateAuthority {

    /** Certificates are small; what is larger is no answer of an authority. */
    private static final int MAX_ANSWER = 64 * 1024;

    private final Legs legs;
    private final Snapshot registry;
    private final String resource;
    private final Call call;

    /**
     * @param registry what is approved as the call is decided
     * @param resource resource the grant names
     * @param call the exchange the certificate is checked for
     */
    CertificateLeg(Legs legs, Snapshot registry, String resource, Call call) {
        this.legs = legs;
        this.registry = registry;
        this.resource = resource;
        this.call = call;
    }

    /** No answer to rely on; says nothing of the request. */
    private static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        NoAnswer() {
            super("no answer", null, false, false);
        }
    }

    @Override
    public CompletionStage<byte[]> ask(Operation operation, byte[] body) {
        CompiledResource authority = registry.policy().resource(resource);
        CompiledOperation declared =
                authority == null || !authority.findings().isEmpty() ? null : authority.operation(operation.label());
        String path = declared == null || !declared.operation().method().equals("POST")
                ? null
                : declared.fixedCounterpartPath();
        Legs.Way way = authority == null || path == null
                ? null
                : way(authority.resource().connector());
        if (way == null || path == null) {
            return CompletableFuture.failedFuture(new NoAnswer());
        }
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Collected collected = new Collected();
        way.leg()
                .call(new LegCall(
                        call.id.toString(),
                        "POST",
                        path,
                        null,
                        body,
                        call.headers.traceParent(),
                        () -> true,
                        collected,
                        outcome -> {
                            if (outcome instanceof LegOutcome.Answered answered
                                    && MediaTypes.is(AnswerFormat.JSON, answered.mediaType())) {
                                answer.complete(collected.bytes.toByteArray());
                            } else {
                                answer.completeExceptionally(new NoAnswer());
                            }
                        }));
        return answer;
    }

    private Legs.@Nullable Way way(String connector) {
        return registry.isActive(connector) ? legs.way(connector) : null;
    }

    private static final class Collected implements AnswerSink {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

        @Override
        public void write(byte[] more, int offset, int length) throws ConnectorFault {
            if (bytes.size() + length > MAX_ANSWER) {
                throw new ConnectorFault(
                        FaultCode.COUNTERPART_OVERSIZED,
                        "a certificate's answer is larger than " + MAX_ANSWER + " bytes");
            }
            bytes.write(more, offset, length);
        }
    }
}
