package cn.laohekou.hub.connector.file;

/**
 * Options of one {@code hub-sftp} endpoint, as given. Absent texts are empty.
 *
 * @param connector name of the connector; the outgoing guard decides by it
 * @param host name or address of the server
 * @param port TCP port
 * @param username user
 * @param password password; secret
 * @param privateKey private key in PEM or OpenSSH's form, without passphrase; secret
 * @param hostKeys the server's public keys, one a line, as in {@code known_hosts} without the host or as
 *     {@code SHA256:} fingerprint
 * @param folder folder all paths are below; empty for where the server puts the user
 * @param connectTimeoutMs limit for connecting and signing in, each, milliseconds
 * @param requestTimeoutMs longest silence of the server, milliseconds
 */
public record SftpOptions(
        String connector,
        String host,
        int port,
        String username,
        String password,
        String privateKey,
        String hostKeys,
        String folder,
        int connectTimeoutMs,
        int requestTimeoutMs) {

    /** Names the connector only: other options are secrets or lead to one. */
    @Override
    public String toString() {
        return "SftpOptions[connector=" + connector + "]";
    }
}
