package cn.laohekou.hub.city;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** The certificates in the city's database. */
final class CertificateStore {

    private static final String SCHEMA = """
            DROP TABLE IF EXISTS certificate_authorisation, certificate;
            CREATE TABLE certificate (
              identifier text PRIMARY KEY, type text NOT NULL, issuer text NOT NULL, issuer_name text NOT NULL,
              area text NOT NULL, holder text NOT NULL, holder_name text NOT NULL, effective text NOT NULL,
              expiring text NOT NULL, reason text NOT NULL, seal text NOT NULL);
            CREATE TABLE certificate_authorisation (
              identifier text NOT NULL REFERENCES certificate, item text NOT NULL, code text NOT NULL,
              until text NOT NULL, PRIMARY KEY (identifier, item));
            """;

    private static final String COLUMNS = """
            SELECT identifier, type, issuer, issuer_name AS "issuerName", area, holder, holder_name AS "holderName",
                   effective, expiring, reason, seal FROM certificate""";

    private static final String AUTHORISED = """
            SELECT a.code, a.until FROM certificate_authorisation a JOIN certificate c ON c.identifier = a.identifier
             WHERE a.identifier = ? AND c.holder = ? AND a.item = ?""";

    /** The matter that holders have authorised in the sandbox. */
    private static final String ITEM = "resident-service";

    private final CityDatabase database;

    CertificateStore(CityDatabase database) {
        this.database = database;
    }

    List<Map<String, Object>> of(String identifier) throws SQLException, InterruptedException {
        return database.query(COLUMNS + " WHERE identifier = ?", identifier);
    }

    List<Map<String, Object>> heldBy(String holder) throws SQLException, InterruptedException {
        return database.query(COLUMNS + " WHERE holder = ? ORDER BY identifier", holder);
    }

    /** The holder's authorisation of a matter, or empty. */
    List<Map<String, Object>> authorisation(String identifier, String holder, String item)
            throws SQLException, InterruptedException {
        return database.query(AUTHORISED, identifier, holder, item);
    }

    /** Withdraws a certificate; false when there is none. */
    boolean revoke(String identifier) throws SQLException, InterruptedException {
        return !database.query(
                        "UPDATE certificate SET reason = '已注销' WHERE identifier = ? RETURNING identifier", identifier)
                .isEmpty();
    }

    static void load(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
        String unauthorised = MadeUpCertificates.identifier(MadeUpCertificates.Fate.NOT_AUTHORISED);
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement allow =
                        connection.prepareStatement("INSERT INTO certificate_authorisation VALUES (?, ?, ?, ?)")) {
            int number = 1;
            for (Certificate c : MadeUpCertificates.of(MadeUpPersons.in(Divisions.villages()))) {
                CityDatabase.batch(
                        insert,
                        c.identifier(),
                        c.type(),
                        c.issuer(),
                        c.issuerName(),
                        c.area(),
                        c.holder(),
                        c.holderName(),
                        c.effective(),
                        c.expiring(),
                        c.reason(),
                        c.seal());
                if (!c.identifier().equals(unauthorised)) {
                    CityDatabase.batch(allow, c.identifier(), ITEM, "SQ-2026-" + number++, "20351231");
                }
            }
            insert.executeBatch();
            allow.executeBatch();
        }
    }
}
