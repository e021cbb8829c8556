package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileWork;
import cn.laohekou.hub.runtime.file.FileWays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Lets transfers of files into the connectors' running routes, within the same bounds as every exchange. */
public final class FileLegs implements FileWays {

    private final Legs legs;

    /** @param legs the connectors of this node */
    public FileLegs(Legs legs) {
        this.legs = legs;
    }

    @Override
    public OptionalInt revision(String connector) {
        Legs.Way way = legs.way(connector);
        return way == null ? OptionalInt.empty() : OptionalInt.of(way.revision());
    }

    @Override
    public CompletableFuture<Void> start(String connector, String transfer, FileWork work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Legs.Way way = legs.way(connector);
        if (way == null) {
            done.completeExceptionally(new Failed(Failed.Why.NOT_RUNNING, null, 0));
            return done;
        }
        way.leg()
                .call(new LegCall(
                        transfer,
                        "POST",
                        "",
                        null,
                        null,
                        null,
                        () -> true,
                        (bytes, offset, length) -> {},
                        outcome -> settle(outcome, done),
                        null,
                        Map.of(),
                        Map.of(ExchangeKeys.FILE_WORK, work)));
        return done;
    }

    private static void settle(LegOutcome outcome, CompletableFuture<Void> done) {
        if (outcome instanceof LegOutcome.Failed failed) {
            done.completeExceptionally(new Failed(why(failed.code()), failed.code(), 0));
        } else if (outcome instanceof LegOutcome.Refused refused) {
            Failed.Why why =
                    refused.why() == LegOutcome.Refused.Why.NOT_RUNNING ? Failed.Why.NOT_RUNNING : Failed.Why.BUSY;
            done.completeExceptionally(new Failed(why, null, refused.retryAfterSeconds()));
        } else {
            done.complete(null);
        }
    }

    private static Failed.Why why(FaultCode code) {
        return code == FaultCode.COUNTERPART_DOWN ? Failed.Why.CUT : Failed.Why.FAULT;
    }
}
