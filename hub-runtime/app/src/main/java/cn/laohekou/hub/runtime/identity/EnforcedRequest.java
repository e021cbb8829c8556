package cn.laohekou.hub.runtime.identity;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.adapters.authorization.TokenPrincipal;
import org.keycloak.adapters.authorization.spi.HttpRequest;
import org.keycloak.adapters.authorization.spi.HttpResponse;

/** What the policy enforcer sees of a request: who, method and path, nothing else. */
record EnforcedRequest(String token, String method, String path) implements HttpRequest {

    /** Notes that the enforcer refused. */
    static final class Answer implements HttpResponse {

        private boolean refused;

        boolean refused() {
            return refused;
        }

        @Override
        public void sendError(int statusCode) {
            refused = true;
        }

        @Override
        public void sendError(int statusCode, String reason) {
            refused = true;
        }

        @Override
        public void setHeader(String name, String value) {
            // Challenges of the enforcer are not passed on: people get a problem document.
        }
    }

    @Override
    public String getRelativePath() {
        return path;
    }

    @Override
    public String getMethod() {
        return method;
    }

    @Override
    public String getURI() {
        return path;
    }

    @Override
    public List<String> getHeaders(String name) {
        String value = getHeader(name);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public @Nullable String getFirstParam(String name) {
        return null;
    }

    @Override
    public @Nullable String getCookieValue(String name) {
        return null;
    }

    @Override
    public String getRemoteAddr() {
        return "";
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return "Authorization".equalsIgnoreCase(name) ? "Bearer " + token : null;
    }

    @Override
    public InputStream getInputStream(boolean buffered) {
        return InputStream.nullInputStream();
    }

    @Override
    public TokenPrincipal getPrincipal() {
        return () -> token;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
