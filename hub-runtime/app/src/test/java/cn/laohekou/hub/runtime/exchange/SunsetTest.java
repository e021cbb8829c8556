package cn.laohekou.hub.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.policy.Resource;
import cn.laohekou.hub.security.policy.SharingType;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers are told of a resource's end, as it goes over the wire. */
class SunsetTest {

    private static final Instant SUNSET = Instant.parse("2027-07-01T00:00:00Z");

    private Vertx vertx;
    private HttpServer server;
    private volatile Resource resource = ending(null);

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    Sunset.announce(resource, request.response());
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Resource ending(Resource.@Nullable Retirement end) {
        return new Resource(
                        "standard-address",
                        "标准地址",
                        "11420682MB00001077",
                        "civil-address",
                        SharingType.UNCONDITIONAL,
                        1,
                        1024,
                        1,
                        List.of(),
                        List.of())
                .with(end);
    }

    private HttpHeaders told(Resource.@Nullable Retirement end) throws Exception {
        resource = ending(end);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .headers();
    }

    @Test
    void anEndIsToldAsAnHttpDateWithItsSuccessorAsALink() throws Exception {
        HttpHeaders headers = told(new Resource.Retirement(SUNSET, "standard-address-v2"));

        assertThat(headers.firstValue("Sunset")).hasValue("Thu, 01 Jul 2027 00:00:00 GMT");
        assertThat(headers.firstValue("Link")).hasValue("</exchange/standard-address-v2>; rel=\"successor-version\"");
        assertThat(headers.firstValue("Deprecation")).isEmpty();
    }

    @Test
    void aDeprecationIsToldAsAStructuredDate() throws Exception {
        HttpHeaders headers = told(new Resource.Retirement(SUNSET, null, Instant.parse("2027-01-01T00:00:00.9Z")));

        assertThat(headers.firstValue("Deprecation")).hasValue("@1798761600");
        assertThat(headers.firstValue("Sunset")).isPresent();
        assertThat(headers.firstValue("Link")).isEmpty();
    }

    @Test
    void aResourceWithoutAnEndSaysNothingOfOne() throws Exception {
        HttpHeaders headers = told(null);

        assertThat(headers.map()).doesNotContainKeys("sunset", "deprecation", "link");
    }
}
