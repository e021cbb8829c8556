package cn.laohekou.hub.runtime.registry;

import java.sql.Connection;

/** For tests of the registry's own steps: the law adds nothing. */
final class NoLaw implements SharingLaw {

    @Override
    public void submitted(Connection connection, Call call, Subject subject, Grounds grounds) {
        // nothing
    }

    @Override
    public void consented(Connection connection, Call call, Subject subject) {
        // nothing
    }

    @Override
    public void approving(Connection connection, Call call, Subject subject) {
        // nothing
    }

    @Override
    public void rejecting(Connection connection, Call call, Subject subject, Verdict verdict, Grounds grounds) {
        // nothing
    }

    @Override
    public void stopping(Connection connection, Call call, Subject subject, ObjectState.Step step, Grounds grounds) {
        // nothing
    }

    @Override
    public void resumed(Connection connection, Call call, Subject subject) {
        // nothing
    }
}
