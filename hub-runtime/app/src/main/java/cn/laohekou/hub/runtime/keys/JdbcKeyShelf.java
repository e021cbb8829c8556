package cn.laohekou.hub.runtime.keys;

import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.crypto.KeyId;
import cn.laohekou.hub.security.crypto.KeyKind;
import cn.laohekou.hub.security.crypto.KeyShelf;
import cn.laohekou.hub.security.crypto.SealedKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** Sealed keys in the registry's database. */
public final class JdbcKeyShelf implements KeyShelf {

    private static final String INSERT =
            "INSERT INTO registry.managed_key (name, version, kind, sealed, public_key, created_at, expires_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)";

    private final DataSource database;

    /** @param database the run-time role's connections */
    public JdbcKeyShelf(DataSource database) {
        this.database = database;
    }

    @Override
    public List<SealedKey> all() {
        try (Connection connection = database.getConnection()) {
            return Sql.list(connection, "SELECT * FROM registry.managed_key", JdbcKeyShelf::key);
        } catch (SQLException e) {
            throw new IllegalStateException("密钥表不可读 / the table of keys cannot be read", e);
        }
    }

    @Override
    public void addIfAbsent(SealedKey key) {
        try (Connection connection = database.getConnection()) {
            insert(connection, INSERT + " ON CONFLICT DO NOTHING", key);
        } catch (SQLException e) {
            throw new IllegalStateException("密钥无法保存 / the key cannot be stored", e);
        }
    }

    static void insert(Connection connection, SealedKey key) throws SQLException {
        insert(connection, INSERT, key);
    }

    private static void insert(Connection connection, String sql, SealedKey key) throws SQLException {
        Sql.update(
                connection,
                sql,
                key.id().name(),
                key.id().version(),
                key.kind().name(),
                key.sealed(),
                key.publicKey(),
                key.createdAt(),
                key.expiresAt());
    }

    private static SealedKey key(ResultSet row) throws SQLException {
        return new SealedKey(
                new KeyId(row.getString("name"), row.getInt("version")),
                KeyKind.valueOf(row.getString("kind")),
                row.getBytes("sealed"),
                row.getBytes("public_key"),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                Sql.instant(row, "retired_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(Sql.instant(row, column));
    }
}
