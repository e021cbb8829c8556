package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.job.Counts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far one lane of a pass has come.
 *
 * @param lane number of the lane; {@link #BASE} for what holds beyond a pass
 * @param after values of the ordering columns of the last committed row; null before the first
 * @param until values the lane ends with; null for the last lane
 * @param done whether the lane has come to its end
 * @param fresh whether the target was empty when the pass began
 * @param counts what became of the lane's rows
 */
record Checkpoint(
        int lane,
        @Nullable List<String> after,
        @Nullable List<String> until,
        boolean done,
        boolean fresh,
        Counts counts) {

    /** The row of a stream that outlives its passes: it holds where the next pass begins. */
    static final int BASE = -1;

    /** The row that holds what {@link #BASE} becomes when the pass has ended. */
    static final int NEXT = -2;

    Checkpoint moved(List<String> to, boolean end, Counts more) {
        return new Checkpoint(lane, to, until, end, fresh, counts.plus(more));
    }
}
