package cn.laohekou.hub.runtime.exchange;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the steps of an exchange back to its own context.
 *
 * @param context the exchange's context
 */
record ContextSteps(Context context) {

    /** Runs a step: at once on the context itself, else as soon as it gets there. */
    void run(Runnable step) {
        if (Vertx.currentContext() == context) {
            step.run();
        } else {
            context.runOnContext(v -> step.run());
        }
    }

    /** Runs a step on the context when a stage has ended, well or not. */
    <T> void after(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> step) {
        stage.whenComplete((value, failure) -> run(() -> step.accept(value, failure)));
    }
}
