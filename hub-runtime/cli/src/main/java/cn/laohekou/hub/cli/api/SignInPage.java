package cn.laohekou.hub.cli.api;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the realm's sign-in, read for its forms.
 *
 * @param html the page
 */
record SignInPage(String html) {

    private static final Pattern CHALLENGE = Pattern.compile("challenge\\s*:\\s*\"([A-Za-z0-9_-]{16,200})\"");
    private static final Pattern PARTY = Pattern.compile("rpId\\s*:\\s*\"([A-Za-z0-9.-]{1,253})\"");

    /** Where the password is sent, when the page asks for one. */
    Optional<URI> password() {
        return action("kc-form-login");
    }

    /** Where the answer of a security key is sent, when the page asks for one. */
    Optional<URI> securityKey() {
        return action("webauth");
    }

    /** The answer of a security key to this page. */
    Map<String, String> answer(SecurityKey key, URI page) throws CommandFailed {
        Matcher challenge = CHALLENGE.matcher(html);
        Matcher party = PARTY.matcher(html);
        if (!challenge.find() || !party.find()) {
            throw new CommandFailed("登录页没有安全密钥的质询。 The sign-in page holds no challenge for a security key.");
        }
        return key.answer(challenge.group(1), party.group(1), page.getScheme() + "://" + page.getRawAuthority());
    }

    private Optional<URI> action(String form) {
        Matcher found = Pattern.compile("<form[^>]*\\bid=\"" + form + "\"[^>]*\\baction=\"([^\"]{1,2000})\"")
                .matcher(html);
        return found.find() ? Optional.of(URI.create(found.group(1).replace("&amp;", "&"))) : Optional.empty();
    }
}
