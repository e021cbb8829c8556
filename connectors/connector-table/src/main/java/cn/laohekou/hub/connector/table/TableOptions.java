package cn.laohekou.hub.connector.table;

/**
 * Settings of one connector.
 *
 * @param connector name of the connector, by which the guard decides
 * @param url JDBC address
 * @param user user
 * @param password password; secret
 * @param tls {@code none}, {@code encrypt} (no proof of who answers) or {@code verify}
 * @param trustedCertificate certificate of the database or its authority in PEM; empty for the platform's trust store
 * @param maxConnections most connections at a time
 * @param connectTimeoutMs limit for opening a connection
 * @param socketTimeoutMs limit for one silence of the database
 * @param fetchSize rows fetched at a time where the driver asks
 * @param rowsPerSecond limit; 0 for none
 * @param bytesPerSecond limit; 0 for none
 * @param windows times of day for bulk work, {@code 20:00-06:00,12:00-13:00}; empty for always
 */
public record TableOptions(
        String connector,
        String url,
        String user,
        String password,
        String tls,
        String trustedCertificate,
        int maxConnections,
        int connectTimeoutMs,
        int socketTimeoutMs,
        int fetchSize,
        long rowsPerSecond,
        long bytesPerSecond,
        String windows) {

    /** Without secrets. */
    @Override
    public String toString() {
        return "TableOptions[" + connector + "]";
    }
}
