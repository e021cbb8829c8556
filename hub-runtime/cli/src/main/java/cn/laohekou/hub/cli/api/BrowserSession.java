package cn.laohekou.hub.cli.api;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A person who signs in with a browser only. */
public final class BrowserSession implements Session {

    private final Tokens tokens;
    private final Consumer<String> show;
    private @Nullable String token;

    /**
     * @param tokens the realm
     * @param show told what the person has to do
     */
    public BrowserSession(Tokens tokens, Consumer<String> show) {
        this.tokens = tokens;
        this.show = show;
    }

    @Override
    public String token() throws CommandFailed {
        String known = token;
        if (known == null) {
            known = tokens.device(show);
            token = known;
        }
        return known;
    }

    @Override
    public String stepUp(StepUp asked) throws CommandFailed {
        String stronger = tokens.browser(asked, show);
        token = stronger;
        return stronger;
    }

    @Override
    public String toString() {
        return "BrowserSession[]";
    }
}
