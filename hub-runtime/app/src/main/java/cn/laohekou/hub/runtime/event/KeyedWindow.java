package cn.laohekou.hub.runtime.event;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one subscription that were read ahead, in lanes by key: one of a lane is under way at a time, lanes do
 * not wait for each other, and a lane whose earlier messages are parked takes no new ones.
 *
 * <p>Pure; for one thread.
 *
 * @param <M> a message
 */
final class KeyedWindow<M> {

    private final Function<M, String> key;
    private final Map<String, Lane<M>> lanes = new HashMap<>();

    /** Keys with something to start, in the order they became so. */
    private final LinkedHashMap<String, Lane<M>> ready = new LinkedHashMap<>();

    /** Held messages of a key that are parked: while there is one, the key's later messages join them. */
    private final Map<String, Integer> parked = new HashMap<>();

    private int size;

    private static final class Lane<M> {
        private final Deque<M> waiting = new ArrayDeque<>();
        private boolean busy;
    }

    KeyedWindow(Function<M, String> key) {
        this.key = key;
    }

    /** Messages in the window, under way or not. */
    int size() {
        return size;
    }

    /** Keys whose messages wait for a parked one. */
    int blockedKeys() {
        return parked.size();
    }

    /** Takes note of held messages that were parked before the window began. */
    void parkedBefore(String lane, int count) {
        parked.merge(lane, count, Integer::sum);
    }

    /**
     * Takes the next message in arrival order.
     *
     * @return false when its key is blocked: it must be parked behind the others, and already counts as parked
     */
    boolean offer(M message) {
        String lane = key.apply(message);
        if (parked.containsKey(lane)) {
            parked.merge(lane, 1, Integer::sum);
            return false;
        }
        Lane<M> into = lanes.computeIfAbsent(lane, k -> new Lane<>());
        into.waiting.addLast(message);
        size++;
        if (!into.busy) {
            ready.putIfAbsent(lane, into);
        }
        return true;
    }

    /** The next message to start, which is then under way; null when every lane is busy or empty. */
    @Nullable
    M next() {
        if (ready.isEmpty()) {
            return null;
        }
        Map.Entry<String, Lane<M>> first = ready.entrySet().iterator().next();
        ready.remove(first.getKey());
        Lane<M> lane = first.getValue();
        lane.busy = true;
        return lane.waiting.removeFirst();
    }

    /** What was under way has left the window; the next of its key may start. */
    void done(M message) {
        size--;
        free(key.apply(message));
    }

    /** What was under way was not attempted: it is first of its key again. */
    void back(M message) {
        String at = key.apply(message);
        Lane<M> lane = lane(at);
        lane.waiting.addFirst(message);
        free(at);
    }

    /**
     * What was under way failed and leaves the window for its parking place.
     *
     * @param hold whether the later messages of its key leave with it, and those yet to come will follow
     * @return what is to be parked, in order: the failed one first
     */
    List<M> failed(M message, boolean hold) {
        String at = key.apply(message);
        List<M> leaving = new ArrayList<>();
        leaving.add(message);
        size--;
        if (hold) {
            Lane<M> lane = lane(at);
            leaving.addAll(lane.waiting);
            size -= lane.waiting.size();
            lane.waiting.clear();
            parked.merge(at, leaving.size(), Integer::sum);
        }
        free(at);
        return leaving;
    }

    /** A held message of a key has left its parking place for good. */
    void unparked(String lane) {
        parked.computeIfPresent(lane, (k, count) -> count > 1 ? count - 1 : null);
    }

    /** Takes out, in order, what waits and meets a condition, from the front of each lane only. */
    List<M> takeWhile(Predicate<M> condition) {
        List<M> taken = new ArrayList<>();
        lanes.entrySet().removeIf(entry -> {
            Lane<M> lane = entry.getValue();
            while (!lane.busy && !lane.waiting.isEmpty() && condition.test(lane.waiting.peekFirst())) {
                taken.add(lane.waiting.removeFirst());
            }
            boolean empty = !lane.busy && lane.waiting.isEmpty();
            if (empty) {
                ready.remove(entry.getKey());
            }
            return empty;
        });
        size -= taken.size();
        return taken;
    }

    private Lane<M> lane(String at) {
        return lanes.computeIfAbsent(at, k -> new Lane<>());
    }

    private void free(String at) {
        Lane<M> lane = lane(at);
        lane.busy = false;
        if (lane.waiting.isEmpty()) {
            lanes.remove(at);
        } else {
            ready.put(at, lane);
        }
    }
}
