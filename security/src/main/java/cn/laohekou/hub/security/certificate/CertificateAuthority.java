package cn.laohekou.hub.security.certificate;

import java.util.concurrent.CompletionStage;

/** The way to whoever keeps the certificates. */
@FunctionalInterface
public interface CertificateAuthority {

    /** Operations an authority offers, after JT/T 1546-2025, and the use authorisation (用证授权). */
    enum Operation {
        /** The certificate's data and status by its identifier (信息获取). */
        QUERY("query"),
        /** Whether data and seal of a certificate are genuine (信息验证). */
        VERIFY("verify"),
        /** Whether the holder has authorised this use (用证授权). */
        AUTHORISE("authorise");

        private final String label;

        Operation(String label) {
            this.label = label;
        }

        /** Name of the operation in the resource's declaration. */
        public String label() {
            return label;
        }
    }

    /**
     * Asks.
     *
     * @param operation what
     * @param body JSON of the request
     * @return completes with the JSON of the answer, exceptionally when there is none to rely on
     */
    CompletionStage<byte[]> ask(Operation operation, byte[] body);
}
