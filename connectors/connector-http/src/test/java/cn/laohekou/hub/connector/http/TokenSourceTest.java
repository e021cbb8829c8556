package cn.laohekou.hub.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSourceTest {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Deque<CompletableFuture<TokenAnswer>> asked = new ArrayDeque<>();
    private long now;
    private final TokenSource tokens = new TokenSource(
            ignored -> {
                asked.add(new CompletableFuture<>());
                return asked.getLast();
            },
            () -> now,
            () -> {});

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void howeverManyCallsWaitTheEndpointIsAskedOnce() {
        CompletableFuture<AccessToken> first = token();
        CompletableFuture<AccessToken> second = token();
        asked.element().complete(new TokenAnswer("a", 3600));

        assertThat(first.join().header()).isEqualTo("Bearer a");
        assertThat(second.join()).isSameAs(first.join());
        assertThat(token().join()).isSameAs(first.join());
        assertThat(asked).hasSize(1);
    }

    @Test
    void aTokenIsReplacedBeforeItExpires() {
        AccessToken first = got(token(), "a", 100);
        now = TimeUnit.SECONDS.toNanos(69);
        assertThat(token().join()).isSameAs(first);

        now = TimeUnit.SECONDS.toNanos(70);
        assertThat(got(token(), "b", 100).header()).isEqualTo("Bearer b");
    }

    @Test
    void aShortTokenIsUsedForHalfItsLife() {
        got(token(), "a", 10);
        now = TimeUnit.SECONDS.toNanos(4);
        assertThat(token()).isCompleted();
        now = TimeUnit.SECONDS.toNanos(5);
        assertThat(token()).isNotCompleted();
    }

    @Test
    void aRefusedTokenIsReplacedOnceItIsNotYoung() {
        AccessToken first = got(token(), "a", 3600);
        assertThat(tokens.refused(first)).isFalse();
        assertThat(token().join()).isSameAs(first);

        now = TimeUnit.SECONDS.toNanos(10);
        assertThat(tokens.refused(first)).isTrue();
        AccessToken second = got(token(), "b", 3600);
        assertThat(second.header()).isEqualTo("Bearer b");
        assertThat(tokens.refused(first))
                .as("another call found out already: the new token is worth a try")
                .isTrue();
        assertThat(token().join()).isSameAs(second);
    }

    @Test
    void aFailureIsToldToAllWhoWaitAndTheNextCallAsksAgain() {
        CompletableFuture<AccessToken> first = token();
        asked.element().completeExceptionally(Faults.timedOut());

        assertThat(first).isCompletedExceptionally();
        assertThat(got(token(), "b", 60).header()).isEqualTo("Bearer b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html/>",
                "{}",
                "{\"access_token\":\"\"}",
                "{\"access_token\":\"a\\r\\nX: y\"}",
                "{\"access_token\":\"a b\"}",
                "{\"access_token\":{}}",
                "{\"access_token\":\"a\",\"token_type\":\"mac\"}",
                "{\"access_token\":\"a\",\"expires_in\":0}",
                "{\"access_token\":\"a\",\"expires_in\":\"x\"}"
            })
    void anAnswerWithoutAUsableTokenIsRefusedAndNotQuoted(String json) {
        assertThatThrownBy(() -> TokenAnswer.read(json))
                .isInstanceOf(ConnectorFault.class)
                .hasMessageNotContaining("X: y");
    }

    @Test
    void nothingThatHoldsASecretPrintsIt() throws Exception {
        assertThat(TokenAnswer.read("{\"access_token\":\"s3cr3t\"}").toString()).doesNotContain("s3cr3t");
        assertThat(new AccessToken("Bearer s3cr3t", 0, 1).toString()).doesNotContain("s3cr3t");
        assertThat(new OAuthOptions("u", "i", "s3cr3t", "basic", "").toString()).doesNotContain("s3cr3t");
        assertThat(new ProxyOption("u", "i", "s3cr3t").toString()).doesNotContain("s3cr3t");
    }

    private CompletableFuture<AccessToken> token() {
        return tokens.token(context).toCompletableFuture();
    }

    private AccessToken got(CompletableFuture<AccessToken> token, String value, long seconds) {
        asked.getLast().complete(new TokenAnswer(value, seconds));
        return token.join();
    }
}
