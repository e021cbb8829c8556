package cn.laohekou.hub.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Json;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LongWorkTest {

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final LongWork work = new LongWork(Duration.ofMillis(1), waiting::add);
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void workGoesOnWhileItsCallerAsksAgainAndRunsOnce() {
        assertThat(ask("a")).isNull();
        assertThat(ask("a")).isNull();
        waiting.remove().run();

        assertThat(ask("a")).isNotNull();

        assertThat(runs).hasValue(1);
        assertThat(ask("a")).as("the next of that name starts anew").isNull();
        assertThat(waiting).hasSize(1);
    }

    @Test
    void otherWorkWaitsUntilItIsDone() {
        assertThat(ask("a")).isNull();

        assertThatThrownBy(() -> ask("b"))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.problem().code()).isEqualTo(ErrorCode.STATE_CONFLICT));

        waiting.remove().run();
        assertThat(ask("b")).isNull();
    }

    @Test
    void aRefusalReachesWhoeverAsksAndIsThenForgotten() {
        assertThat(work.ask("a", () -> {
                    throw Refused.of(ErrorCode.ARCHIVE_UNWRITABLE);
                }))
                .isNull();
        waiting.remove().run();

        assertThatThrownBy(() -> ask("a"))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.problem().code()).isEqualTo(ErrorCode.ARCHIVE_UNWRITABLE));
        assertThat(ask("a")).isNull();
        assertThat(waiting).hasSize(1);
    }

    private @Nullable ObjectNode ask(String name) {
        return work.ask(name, () -> {
            runs.incrementAndGet();
            return Json.object();
        });
    }
}
