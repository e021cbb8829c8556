package cn.laohekou.hub.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedWindowTest {

    private record M(String key, int number) {}

    private final KeyedWindow<M> window = new KeyedWindow<>(M::key);

    @Test
    void oneOfAKeyIsUnderWayAtATimeAndOtherKeysDoNotWait() {
        M a1 = new M("a", 1);
        M b1 = new M("b", 1);
        window.offer(a1);
        window.offer(new M("a", 2));
        window.offer(b1);

        assertThat(window.next()).isEqualTo(a1);
        assertThat(window.next()).isEqualTo(b1);
        assertThat(window.next()).isNull();
        window.done(a1);
        assertThat(window.next()).isEqualTo(new M("a", 2));
    }

    @Test
    void whatWasNotAttemptedIsFirstOfItsKeyAgain() {
        window.offer(new M("a", 1));
        window.offer(new M("a", 2));
        M first = Objects.requireNonNull(window.next());
        window.back(first);

        assertThat(window.next()).isEqualTo(first);
    }

    @Test
    void aHeldFailureTakesItsFollowersAlongAndBlocksTheKeyUntilAllHaveLeft() {
        window.offer(new M("a", 1));
        window.offer(new M("a", 2));
        M failed = Objects.requireNonNull(window.next());

        assertThat(window.failed(failed, true)).containsExactly(new M("a", 1), new M("a", 2));
        assertThat(window.offer(new M("a", 3))).isFalse();
        assertThat(window.size()).isZero();
        window.unparked("a");
        window.unparked("a");
        assertThat(window.offer(new M("a", 4))).as("the third is still parked").isFalse();
        window.unparked("a");
        window.unparked("a");
        assertThat(window.offer(new M("a", 5))).isTrue();
    }

    @Test
    void aSkippedFailureLeavesAlone() {
        window.offer(new M("a", 1));
        window.offer(new M("a", 2));

        assertThat(window.failed(Objects.requireNonNull(window.next()), false)).containsExactly(new M("a", 1));
        assertThat(window.next()).isEqualTo(new M("a", 2));
    }

    @Test
    void whatIsTakenOutComesFromTheFrontAndNotFromALaneUnderWay() {
        window.offer(new M("a", 1));
        window.offer(new M("b", 1));
        window.offer(new M("b", 9));
        window.next();

        assertThat(window.takeWhile(m -> m.number() < 5)).containsExactly(new M("b", 1));
        assertThat(window.size()).isEqualTo(2);
        assertThat(window.next()).isEqualTo(new M("b", 9));
    }

    /** A model of the whole: whatever fails whenever, each key's messages end in their order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inARandomLifeEveryKeyKeepsItsOrder(long seed) {
        Random random = new Random(seed);
        Deque<M> coming = new ArrayDeque<>();
        for (int i = 0; i < 400; i++) {
            coming.add(new M("k" + random.nextInt(7), i));
        }
        Map<String, Deque<M>> parked = new HashMap<>();
        List<M> underWay = new ArrayList<>();
        Map<String, List<Integer>> ended = new HashMap<>();
        while (!coming.isEmpty() || window.size() > 0 || !parked.isEmpty()) {
            int step = random.nextInt(4);
            if (step == 0 && !coming.isEmpty()) {
                M next = coming.removeFirst();
                if (!window.offer(next)) {
                    Objects.requireNonNull(parked.get(next.key())).addLast(next);
                }
            } else if (step == 1) {
                M next = window.next();
                if (next != null) {
                    underWay.add(next);
                }
            } else if (step == 2 && !underWay.isEmpty()) {
                M one = underWay.remove(random.nextInt(underWay.size()));
                switch (random.nextInt(4)) {
                    case 0 ->
                        parked.computeIfAbsent(one.key(), k -> new ArrayDeque<>())
                                .addAll(window.failed(one, true));
                    case 1 -> window.back(one);
                    default -> {
                        ended.computeIfAbsent(one.key(), k -> new ArrayList<>()).add(one.number());
                        window.done(one);
                    }
                }
            } else if (step == 3 && !parked.isEmpty()) {
                String key = parked.keySet().iterator().next();
                Deque<M> lane = Objects.requireNonNull(parked.get(key));
                M one = lane.removeFirst();
                ended.computeIfAbsent(key, k -> new ArrayList<>()).add(one.number());
                window.unparked(key);
                if (lane.isEmpty()) {
                    parked.remove(key);
                }
            }
        }
        assertThat(ended.values().stream().mapToInt(List::size).sum()).isEqualTo(400);
        assertThat(ended.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
    }
}
