package cn.laohekou.hub.runtime.job;

/**
 * Work of one kind. It must be able to take itself up where it left off: it is run again after a crash, on whichever node
 * has the lease then.
 */
public interface Work {

    /** The kind it does, as it stands in jobs. */
    String kind();

    /**
     * Does a job; blocks until it is over.
     *
     * @param job what is to be done and who is told how it goes
     * @throws JobStopped when it cannot go on
     * @throws InterruptedException when the node stops; the job is taken up again
     */
    void run(RunningJob job) throws JobStopped, InterruptedException;
}
