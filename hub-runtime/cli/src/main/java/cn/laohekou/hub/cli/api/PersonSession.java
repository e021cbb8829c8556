package cn.laohekou.hub.cli.api;

import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A person who signs in by password, and with a security key in software or in the browser where a call asks for it. */
public final class PersonSession implements Session {

    /** Nobody listens here: the answer is read from the redirect itself. */
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/signed-in");

    private final Tokens tokens;
    private final String user;
    private final String password;
    private final @Nullable SecurityKey key;
    private final Consumer<String> show;
    private @Nullable String token;

    /**
     * @param tokens the realm
     * @param user login name
     * @param password password
     * @param key the person's security key in software; null to use the browser
     * @param show told what the person has to do
     */
    public PersonSession(
            Tokens tokens, String user, String password, @Nullable SecurityKey key, Consumer<String> show) {
        this.tokens = tokens;
        this.user = user;
        this.password = password;
        this.key = key;
        this.show = show;
    }

    @Override
    public String token() throws CommandFailed {
        String known = token;
        if (known == null) {
            known = tokens.person(user, password);
            token = known;
        }
        return known;
    }

    @Override
    public String stepUp(StepUp asked) throws CommandFailed {
        SecurityKey own = key;
        String stronger;
        if (own == null) {
            stronger = tokens.browser(asked, show);
        } else {
            CodeFlow flow = tokens.begin(NOWHERE, asked);
            stronger = tokens.redeem(flow, new KeySignIn(user, password, own).run(flow));
        }
        token = stronger;
        return stronger;
    }

    @Override
    public String toString() {
        return "PersonSession[" + user + "]";
    }
}
