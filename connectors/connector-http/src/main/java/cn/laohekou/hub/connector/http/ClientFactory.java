package cn.laohekou.hub.connector.http;

import cn.laohekou.hub.connector.api.ConnectorFault;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

/** Opens the HTTP client of one connector. */
final class ClientFactory {

    /** Waiting calls per connection: a backstop, the hub's own bound is smaller. */
    private static final int WAITING_PER_CONNECTION = 4;

    /** Shorter than the 60 s after which common servers close, so that a call seldom meets a closing connection. */
    private static final int KEEP_ALIVE_SECONDS = 30;

    private ClientFactory() {}

    /**
     * Opens a client.
     *
     * @param base where it is going to connect to; its scheme decides about TLS
     */
    static HttpClient open(Vertx vertx, HttpOptions options, BaseAddress base) throws ConnectorFault {
        HttpClientOptions client = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(false)
                .setKeepAlive(true)
                .setPipelining(false)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout(options.connectTimeoutMs())
                .setTcpNoDelay(true)
                // Unpacking is ours: the client's own would inflate a whole chunk before anyone can count it.
                .setDecompressionSupported(false)
                .setName("hub-http-" + options.connector());
        if (base.tls()) {
            secure(vertx, options, client);
        } else if (options.authentication().equals("mtls")) {
            throw Faults.misconfigured("mtls 认证需要 https 基础地址。", "Authentication mtls needs an https baseUrl.");
        }
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(options.maxConnections())
                .setMaxWaitQueueSize(options.maxConnections() * WAITING_PER_CONNECTION);
        return vertx.httpClientBuilder()
                .with(client)
                .with(pool)
                // Without a handler the client logs what it could not parse: bytes of the counterpart's answer.
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    private static void secure(Vertx vertx, HttpOptions options, HttpClientOptions client) throws ConnectorFault {
        client.setSsl(true).setVerifyHost(options.verifyHostname());
        if (!options.trustedCertificates().isEmpty()) {
            client.setTrustOptions(trust(vertx, options.trustedCertificates()));
        }
        if (options.authentication().equals("mtls")) {
            client.setKeyCertOptions(identity(vertx, options.clientCertificate(), options.clientKey()));
        }
    }

    private static PemTrustOptions trust(Vertx vertx, String pem) throws ConnectorFault {
        PemTrustOptions trust = new PemTrustOptions().addCertValue(Buffer.buffer(pem));
        try {
            trust.getTrustManagerFactory(vertx);
            return trust;
        } catch (Exception e) {
            // Not passed on: the cause may quote the text it could not read.
            throw Faults.misconfigured(
                    "受信证书 trustedCertificates 不是可读的 PEM 证书。",
                    "trustedCertificates is not readable as PEM certificates.");
        }
    }

    private static PemKeyCertOptions identity(Vertx vertx, String certificate, String key) throws ConnectorFault {
        PemKeyCertOptions identity =
                new PemKeyCertOptions().addCertValue(Buffer.buffer(certificate)).addKeyValue(Buffer.buffer(key));
        try {
            identity.getKeyManagerFactory(vertx);
            return identity;
        } catch (Exception e) {
            // Not passed on: the cause may quote the private key.
            throw Faults.misconfigured(
                    "客户端证书 clientCertificate 或私钥 clientKey 不是可读的 PEM（私钥须为 PKCS #8）。",
                    "clientCertificate or clientKey is not readable as PEM (the key must be PKCS #8).");
        }
    }
}
