package cn.laohekou.hub.cli.api;

/** A person at the command line: signs in when needed, and again when a call asks for more. */
public interface Session {

    /** A token as good as the person has. */
    String token() throws CommandFailed;

    /** A token of a sign-in that satisfies what a call asked for. */
    String stepUp(StepUp asked) throws CommandFailed;

    /** A token that is all there is. */
    static Session of(String token) {
        return new Session() {
            @Override
            public String token() {
                return token;
            }

            @Override
            public String stepUp(StepUp asked) throws CommandFailed {
                throw new CommandFailed("此操作需要重新登录并使用第二因素。 This call needs a sign-in with a second factor ("
                        + asked.acrValues() + ").");
            }
        };
    }
}
