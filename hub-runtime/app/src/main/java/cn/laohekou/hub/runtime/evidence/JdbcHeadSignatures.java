package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.ChainHead;
import cn.laohekou.hub.security.evidence.HeadSignature;
import cn.laohekou.hub.security.evidence.HeadSignatures;
import cn.laohekou.hub.security.evidence.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.sql.DataSource;

/** Signed heads in PostgreSQL, and the public halves of the keys that signed them. */
public final class JdbcHeadSignatures implements HeadSignatures {

    private static final String SAVE = "INSERT INTO ledger.head_signature (node, sequence, statement, key, signature)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String SAVE_KEY =
            "INSERT INTO ledger.signing_key (key, public_key) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private final DataSource source;
    private final Function<String, byte[]> publicKey;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * A store of signed heads.
     *
     * @param source connections as the run-time role
     * @param publicKey public half of a signing key by its id, as SubjectPublicKeyInfo in DER
     */
    public JdbcHeadSignatures(DataSource source, Function<String, byte[]> publicKey) {
        this.source = source;
        this.publicKey = publicKey;
    }

    @Override
    public void save(ChainHead head, HeadSignature signature) throws StoreException {
        try (Connection connection = source.getConnection()) {
            if (!known.contains(signature.key())) {
                saveKey(connection, signature.key());
            }
            try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
                statement.setString(1, head.node());
                statement.setLong(2, head.sequence());
                statement.setBytes(3, signature.statement().bytes());
                statement.setString(4, signature.key());
                statement.setBytes(5, signature.signature().bytes());
                statement.executeUpdate();
            }
        } catch (SQLException e) {
            throw SqlFailures.ofCommit(e);
        }
    }

    private void saveKey(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SAVE_KEY)) {
            statement.setString(1, key);
            statement.setBytes(2, publicKey.apply(key));
            statement.executeUpdate();
        }
        known.add(key);
    }
}
