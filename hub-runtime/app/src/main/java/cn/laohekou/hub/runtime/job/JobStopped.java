package cn.laohekou.hub.runtime.job;

import cn.laohekou.hub.runtime.problem.Text;

/** A job cannot go on, and why; the reason is shown to persons and holds no value of the data. */
public final class JobStopped extends Exception {

    private static final long serialVersionUID = 1L;

    private final JobState state;
    private final transient Text reason;

    private JobStopped(JobState state, Text reason) {
        super(reason.en(), null, false, false);
        this.state = state;
        this.reason = reason;
    }

    /** Something is wrong that waiting does not mend. */
    public static JobStopped because(String chinese, String english) {
        return new JobStopped(JobState.STOPPED, new Text(chinese, english));
    }

    /** Somebody cancelled it. */
    public static JobStopped cancelled() {
        return new JobStopped(JobState.CANCELLED, new Text("已取消。", "It was cancelled."));
    }

    /** Another node has it now: nothing more may be said of it here. */
    public static JobStopped lost() {
        return new JobStopped(JobState.RUNNING, new Text("租约已被其他节点取得。", "Another node has the lease."));
    }

    /** The state the job ends in; {@link JobState#RUNNING} when another node has it. */
    public JobState state() {
        return state;
    }

    /** Why. */
    public Text reason() {
        return reason;
    }
}
