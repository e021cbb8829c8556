package cn.laohekou.hub.city;

import cn.laohekou.hub.embedded.CannotStart;
import cn.laohekou.hub.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The departments' own database. Loaded anew at every start, so that it always holds exactly the published lists. */
final class CityDatabase implements AutoCloseable {

    /** As many as the worker threads that use them. */
    static final int CONNECTIONS = 8;

    private static final String SCHEMA = """
            DROP TABLE IF EXISTS person, village, town;
            CREATE TABLE town (
              code text PRIMARY KEY, name text NOT NULL, internal_id bigserial,
              updated_by text NOT NULL DEFAULT 'surveyor-07', surveyor_phone text NOT NULL DEFAULT '19900009999');
            CREATE TABLE village (
              code text PRIMARY KEY, name text NOT NULL, town_code text NOT NULL REFERENCES town,
              internal_id bigserial, updated_by text NOT NULL DEFAULT 'surveyor-07',
              surveyor_phone text NOT NULL DEFAULT '19900009999');
            CREATE INDEX village_town ON village (town_code);
            CREATE TABLE person (
              id_number text PRIMARY KEY, name text NOT NULL, gender text NOT NULL, phone text NOT NULL,
              village_code text NOT NULL REFERENCES village, address text NOT NULL, bank_account text NOT NULL,
              household_id text NOT NULL, household_head text NOT NULL);
            """;

    private static final String TOWNS = """
            SELECT code, name, internal_id AS "internalId", updated_by AS "updatedBy",
                   surveyor_phone AS "surveyorPhone" FROM town ORDER BY code""";

    private static final String VILLAGES = """
            SELECT v.code, v.name, t.code AS "townCode", t.name AS "townName", v.internal_id AS "internalId",
                   v.updated_by AS "updatedBy", v.surveyor_phone AS "surveyorPhone"
              FROM village v JOIN town t ON t.code = v.town_code WHERE t.code = ? ORDER BY v.code""";

    private static final String PERSON = """
            SELECT id_number AS "idNumber", name, gender, phone, village_code AS "villageCode", address,
                   bank_account AS "bankAccount", household_id AS "householdId", household_head AS "householdHead"
              FROM person WHERE id_number = ?""";

    private static final String MEMBERS = """
            SELECT name, id_number AS "idNumber", phone FROM person WHERE household_id = ? ORDER BY id_number""";

    private final EmbeddedPostgres server;
    private final BlockingQueue<Connection> free = new ArrayBlockingQueue<>(CONNECTIONS);

    private CityDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    static CityDatabase start(EmbeddedPostgres.Settings settings) throws CannotStart, SQLException, IOException {
        CityDatabase database = new CityDatabase(EmbeddedPostgres.start(settings));
        try {
            database.load();
            for (int i = 0; i < CONNECTIONS; i++) {
                database.free.add(database.server.connect("postgres"));
            }
            return database;
        } catch (SQLException | IOException e) {
            database.server.close();
            throw e;
        }
    }

    List<Map<String, Object>> towns() throws SQLException, InterruptedException {
        return query(TOWNS);
    }

    List<Map<String, Object>> villages(String town) throws SQLException, InterruptedException {
        return query(VILLAGES, town);
    }

    /** The person with a nested household, or empty. */
    List<Map<String, Object>> person(String idNumber) throws SQLException, InterruptedException {
        List<Map<String, Object>> found = query(PERSON, idNumber);
        for (Map<String, Object> person : found) {
            Object household = String.valueOf(person.remove("householdId"));
            Map<String, Object> nested = new LinkedHashMap<>();
            nested.put("id", household);
            nested.put("head", String.valueOf(person.remove("householdHead")));
            nested.put("members", query(MEMBERS, household.toString()));
            person.put("household", nested);
        }
        return found;
    }

    @Override
    public void close() throws CannotStart {
        server.close();
    }

    /** Runs a statement that answers with rows. */
    List<Map<String, Object>> query(String sql, String... values) throws SQLException, InterruptedException {
        Connection connection = free.take();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows);
            }
        } finally {
            free.add(connection);
        }
    }

    private static List<Map<String, Object>> read(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<Map<String, Object>> answer = new ArrayList<>();
        while (rows.next()) {
            Map<String, Object> row = new LinkedHashMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                row.put(columns.getColumnLabel(i), rows.getObject(i));
            }
            answer.add(row);
        }
        return answer;
    }

    private void load() throws SQLException, IOException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(SCHEMA);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO town (code, name) VALUES (?, ?)")) {
                for (Town town : Divisions.towns()) {
                    batch(insert, town.code(), town.name());
                }
                insert.executeBatch();
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO village (code, name, town_code) VALUES (?, ?, ?)")) {
                for (Village village : Divisions.villages()) {
                    batch(insert, village.code(), village.name(), village.townCode());
                }
                insert.executeBatch();
            }
            loadPersons(connection);
            CertificateStore.load(connection);
            connection.commit();
        }
    }

    private static void loadPersons(Connection connection) throws SQLException, IOException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Person p : MadeUpPersons.in(Divisions.villages())) {
                batch(
                        insert,
                        p.idNumber(),
                        p.name(),
                        p.gender(),
                        p.phone(),
                        p.villageCode(),
                        p.address(),
                        p.bankAccount(),
                        p.householdId(),
                        p.householdHead());
            }
            insert.executeBatch();
        }
    }

    static void batch(PreparedStatement insert, String... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            insert.setString(i + 1, values[i]);
        }
        insert.addBatch();
    }
}
