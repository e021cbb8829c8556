package cn.laohekou.hub.connector.soap;

/** The two versions of SOAP. */
enum SoapVersion {
    /** SOAP 1.1, W3C note of May 2000. */
    V11("http://schemas.xmlsoap.org/soap/envelope/", "text/xml"),
    /** SOAP 1.2, W3C recommendation. */
    V12("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml");

    private final String namespace;
    private final String mediaType;

    SoapVersion(String namespace, String mediaType) {
        this.namespace = namespace;
        this.mediaType = mediaType;
    }

    String namespace() {
        return namespace;
    }

    String mediaType() {
        return mediaType;
    }

    static boolean isEnvelope(String namespace) {
        return V11.namespace.equals(namespace) || V12.namespace.equals(namespace);
    }
}
