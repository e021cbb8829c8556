package cn.laohekou.hub.runtime.event;

import cn.laohekou.hub.runtime.conservation.Figure;
import cn.laohekou.hub.runtime.conservation.Raised;
import cn.laohekou.hub.runtime.event.MessageStore.Into;
import cn.laohekou.hub.runtime.exchange.Shipment;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tries a subscription's parked messages again when their turn comes.
 *
 * <p>Confined to the dispatcher's loop.
 */
final class Retries {

    /** Parked messages fetched at a time. */
    private static final int FETCH = 64;

    private final Works works;
    private final Runner runner;
    private final Set<Long> retrying = new HashSet<>();
    private boolean fetching;

    Retries(Works works, Runner runner) {
        this.works = works;
        this.runner = runner;
    }

    /** Fetches parked messages whose turn it is. */
    void fetch() {
        if (fetching || runner.stopped() || !works.room(runner.subscription())) {
            return;
        }
        fetching = true;
        List<Parked> due = new ArrayList<>();
        Set<Long> without = Set.copyOf(retrying);
        String name = runner.subscription().grant();
        works.settler()
                .settle(
                        (connection, raised) -> {
                            due.clear();
                            due.addAll(works.store().due(connection, name, without, FETCH));
                        },
                        null,
                        () -> works.loop().execute(() -> {
                            fetching = false;
                            due.forEach(this::retry);
                        }));
    }

    private void retry(Parked parked) {
        if (!retrying.add(parked.place())) {
            return;
        }
        Instant expires = parked.expiresAt();
        if (expires != null && !works.clock().instant().isBefore(expires)) {
            endedParked(parked, parked.attempts(), Into.DEAD, "EXPIRED", "its time to live ran out");
            return;
        }
        works.launch(
                runner.subscription(),
                parked.message(),
                parked.attempts() + 1,
                parked,
                result -> cameBack(parked, result));
    }

    private void cameBack(Parked parked, Shipment.Result result) {
        int attempts = parked.attempts() + 1;
        String name = runner.subscription().grant();
        if (result instanceof Shipment.Delivered) {
            settleParked(parked, true, (connection, raised) -> {
                MessageStore.DeliveredRows row = works.store().new DeliveredRows();
                row.add(name, parked.message().original());
                row.write(connection);
                works.store().deliveredParked(connection, name, parked);
                raised.by(name, works.settler().day(parked.message()), Figure.DELIVERED, 1);
            });
        } else if (result instanceof Shipment.Failed failed) {
            if (works.backoff().spent(attempts, failed.itself())) {
                endedParked(parked, attempts, Into.DEAD, failed.cause(), failed.detail());
            } else {
                postpone(parked, attempts, works.delay(attempts, parked.expiresAt()), failed.cause(), failed.detail());
            }
        } else if (result instanceof Shipment.Later later) {
            postpone(parked, parked.attempts(), later.millis(), later.cause(), "");
            if (parked.redirect() == null) {
                runner.hold(later);
            }
        } else if (result instanceof Shipment.Withdrawn withdrawn) {
            endedParked(parked, parked.attempts(), Into.QUARANTINED, withdrawn.cause(), "");
        }
        works.wake(runner.subscription());
    }

    private void postpone(Parked parked, int attempts, long millis, String cause, String detail) {
        Instant next = works.clock().instant().plusMillis(millis);
        settleParked(
                parked,
                false,
                (connection, raised) -> works.store().again(connection, parked, attempts, next, cause, detail));
    }

    private void endedParked(Parked parked, int attempts, Into into, String cause, String detail) {
        works.refused(runner.subscription(), parked.message(), cause, attempts);
        String name = runner.subscription().grant();
        Parked counted = new Parked(
                parked.place(),
                parked.message(),
                parked.held(),
                attempts,
                parked.expiresAt(),
                parked.disordered(),
                parked.redirect(),
                parked.replayedBy(),
                parked.replayNote());
        settleParked(parked, true, (connection, raised) -> {
            works.store().endParked(connection, name, counted, into, cause, detail);
            raise(raised, parked.message(), into);
        });
    }

    private void settleParked(Parked parked, boolean gone, Settler.Work work) {
        works.settler()
                .settle(
                        (Connection connection, Raised raised) -> work.in(connection, raised),
                        null,
                        () -> works.loop().execute(() -> {
                            retrying.remove(parked.place());
                            if (gone && parked.held()) {
                                runner.unparked(parked.message().key());
                            }
                            runner.pump();
                        }));
    }

    /** Counts what is given up or set aside. */
    void raise(Raised raised, Message message, Into into) {
        raised.by(
                runner.subscription().grant(),
                works.settler().day(message),
                into == Into.DEAD ? Figure.REJECTED : Figure.QUARANTINED,
                1);
    }
}
