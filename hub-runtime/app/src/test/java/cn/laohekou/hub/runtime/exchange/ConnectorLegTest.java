package cn.laohekou.hub.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.runtime.registry.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConnectorLegTest {

    private static final Limits LIMITS = new Limits(2, 1, 1000, 50, 4, 7);
    private static final LegOutcome OK = new LegOutcome.Answered(200, "application/json");
    private static final LegOutcome DOWN = new LegOutcome.Failed(FaultCode.COUNTERPART_DOWN, "refused");

    private final List<Consumer<LegOutcome>> started = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final List<LegOutcome> told = new ArrayList<>();
    private boolean routeRuns = true;
    private boolean wanted = true;

    private final ConnectorLeg leg = new ConnectorLeg(
            "civil-affairs",
            LIMITS,
            (call, finished) -> {
                if (routeRuns) {
                    started.add(finished);
                }
                return routeRuns;
            },
            (millis, task) -> {
                timers.add(task);
                return () -> {};
            });

    @Test
    void aFullConnectorRefusesAtOnceAndStartsNoFurtherCall() {
        call(4);

        assertThat(started).hasSize(2);
        assertThat(leg.waiting()).isEqualTo(1);
        assertThat(told).containsExactly(new LegOutcome.Refused(LegOutcome.Refused.Why.BUSY, 1));
    }

    @Test
    void aWaitingCallStartsWhenAPlaceIsFree() {
        call(3);
        started.get(0).accept(OK);

        assertThat(started).hasSize(3);
        assertThat(told).containsExactly(OK);
    }

    @Test
    void aTimedOutCallKeepsItsPlaceUntilTheRouteHasFinished() {
        call(2);
        timers.get(0).run();
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        LegOutcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(FaultCode.COUNTERPART_TIMEOUT));
        assertThat(leg.running()).isEqualTo(2);

        started.get(0).accept(OK);
        assertThat(leg.running()).isEqualTo(1);
        assertThat(told).as("told once only").hasSize(1);
    }

    @Test
    void aCallThatTimedOutWhileWaitingIsNeverStarted() {
        call(3);
        timers.get(2).run();
        started.get(0).accept(OK);

        assertThat(started).hasSize(2);
    }

    @Test
    void waitingCallsWhoseDecisionNoLongerStandsNeverReachTheCounterpart() {
        Limits manyWait = new Limits(1, 10_000, 1000, 50, 4, 7);
        ConnectorLeg queued = new ConnectorLeg(
                "civil-affairs", manyWait, (call, finished) -> started.add(finished), (millis, task) -> () -> {});
        for (int i = 0; i < 10_001; i++) {
            queued.call(aCall());
        }
        wanted = false;
        started.get(0).accept(OK);

        assertThat(started).hasSize(1);
        assertThat(told).hasSize(10_001);
        assertThat(told.subList(0, 10_000)).containsOnly(new LegOutcome.Refused(LegOutcome.Refused.Why.UNWANTED, 1));
        assertThat(queued.running()).isZero();
        assertThat(queued.waiting()).isZero();
    }

    @Test
    void failuresOfTheCounterpartOpenTheCircuitWhichThenRefusesAtOnce() {
        for (int i = 0; i < LIMITS.window(); i++) {
            call(1);
            started.get(i).accept(DOWN);
        }
        told.clear();
        call(1);

        assertThat(started).hasSize(LIMITS.window());
        assertThat(told).containsExactly(new LegOutcome.Refused(LegOutcome.Refused.Why.OPEN, 7));
        assertThat(leg.running()).isZero();
    }

    @Test
    void refusalsByTheCounterpartDoNotOpenTheCircuit() {
        for (int i = 0; i < 2 * LIMITS.window(); i++) {
            call(1);
            started.get(i).accept(new LegOutcome.Failed(FaultCode.COUNTERPART_REFUSED, "404"));
        }
        assertThat(leg.circuit()).isEqualTo("CLOSED");
    }

    @Test
    void aConnectorWithoutARunningRouteRefusesAndHoldsNoPlace() {
        routeRuns = false;
        call(5);

        assertThat(told)
                .hasSize(5)
                .allMatch(outcome -> outcome instanceof LegOutcome.Refused refused
                        && refused.why() == LegOutcome.Refused.Why.NOT_RUNNING);
        assertThat(leg.running()).isZero();
    }

    private void call(int times) {
        for (int i = 0; i < times; i++) {
            leg.call(aCall());
        }
    }

    private LegCall aCall() {
        return new LegCall(
                "id", "GET", "villages", null, null, null, () -> wanted, (bytes, offset, length) -> {}, told::add);
    }
}
