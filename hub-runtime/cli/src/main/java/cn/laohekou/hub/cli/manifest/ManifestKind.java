package cn.laohekou.hub.cli.manifest;

/** The kinds of manifests, in the order in which one may refer to another. */
public enum ManifestKind {
    DEPARTMENT("Department", "departments", "code"),
    PURPOSE("Purpose", "purposes", "code"),
    SYSTEM("System", "systems", "id"),
    OUTGOING_ADDRESS("OutgoingAddress", "outgoing-addresses", ""),
    CONNECTOR("Connector", "connectors", "name"),
    RESOURCE("Resource", "resources", "name"),
    GRANT("Grant", "grants", "id");

    private final String word;
    private final String collection;
    private final String key;

    ManifestKind(String word, String collection, String key) {
        this.word = word;
        this.collection = collection;
        this.key = key;
    }

    /** As written in {@code kind:}. */
    public String word() {
        return word;
    }

    /** Path of the collection in the management API. */
    public String path() {
        return "/api/v1/" + collection;
    }

    /** Member of the API's object that holds the name; empty when the API gives it an id of its own. */
    public String key() {
        return key;
    }

    /** Whether a change is a revision that somebody else has to approve. */
    public boolean revisioned() {
        return this == CONNECTOR || this == RESOURCE || this == GRANT;
    }
}
