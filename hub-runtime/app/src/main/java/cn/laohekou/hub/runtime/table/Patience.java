package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.runtime.job.JobStopped;
import cn.laohekou.hub.runtime.job.RunningJob;
import cn.laohekou.hub.runtime.problem.Text;
import cn.laohekou.hub.security.evidence.LedgerUnavailable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/** Tries again what a counterpart, a pause or the time of day keeps from happening; says meanwhile what it waits for. */
final class Patience {

    /** Outside the hours its department allows for bulk work. */
    static final class Closed extends Exception {

        private static final long serialVersionUID = 1L;

        Closed(String connector) {
            super(connector, null, false, false);
        }
    }

    /** Something that may have to be tried again. */
    @FunctionalInterface
    interface Attempt<T> {
        T run()
                throws Databases.NotRunning, Closed, ConnectorFault, LedgerUnavailable, SQLException, IOException,
                        Replan, JobStopped, InterruptedException;
    }

    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 30_000;
    private static final long LOOK_AGAIN_MILLIS = 1_000;

    /** Failures in a row that are not the connection's before the job gives up. */
    private static final int MOST_FAILURES = 8;

    private final RunningJob job;

    Patience(RunningJob job) {
        this.job = job;
    }

    <T> T keep(Attempt<T> attempt) throws Replan, JobStopped, InterruptedException {
        long wait = FIRST_MILLIS;
        int failures = 0;
        while (true) {
            job.check();
            try {
                T done = attempt.run();
                job.goesOn();
                return done;
            } catch (Databases.NotRunning e) {
                pause(
                        "连接器 " + e.getMessage() + " 未运行或已暂停。",
                        "Connector " + e.getMessage() + " does not run or is paused.",
                        LOOK_AGAIN_MILLIS);
            } catch (Closed e) {
                pause(
                        "连接器 " + e.getMessage() + " 不在允许的时段内。",
                        "Connector " + e.getMessage() + " is outside its hours.",
                        LOOK_AGAIN_MILLIS);
            } catch (LedgerUnavailable e) {
                pause("存证暂不可用。", "Evidence cannot be made durable now.", LOOK_AGAIN_MILLIS);
            } catch (ConnectorFault e) {
                String why = e.code() + ": " + e.getMessage();
                wait = backOff(why, why, wait);
            } catch (SQLException e) {
                if (Refusals.ofSchema(e)) {
                    throw JobStopped.because(
                            "数据库拒绝了语句（" + e.getSQLState() + "）：表结构可能已变化，或用户没有权限。",
                            "The database refused a statement (" + e.getSQLState()
                                    + "): the schema may have changed, or the user may not.");
                }
                if (++failures > MOST_FAILURES && !broken(e)) {
                    throw JobStopped.because(
                            "数据库多次出错（" + e.getSQLState() + "）。",
                            "The database failed again and again (" + e.getSQLState() + ").");
                }
                wait = backOff(
                        "数据库出错（" + e.getSQLState() + "）。", "The database failed (" + e.getSQLState() + ").", wait);
            } catch (IOException e) {
                wait = backOff("数据传输中断。", "The transfer broke off.", wait);
            }
        }
    }

    private static boolean broken(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57");
    }

    private long backOff(String zh, String en, long wait) throws JobStopped, InterruptedException {
        // Jitter keeps many jobs from hitting a database that comes back all at once.
        pause(zh, en, wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
        return Math.min(LONGEST_MILLIS, wait * 2);
    }

    private void pause(String zh, String en, long millis) throws JobStopped, InterruptedException {
        job.pause(new Text(zh, en), millis);
    }
}
