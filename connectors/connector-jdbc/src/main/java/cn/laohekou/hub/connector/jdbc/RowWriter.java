package cn.laohekou.hub.connector.jdbc;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes rows as {@code {"rows":[{…}]}} into the hub's sink while they come. */
final class RowWriter {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final JdbcOptions options;
    private final @Nullable AnswerSink sink;

    RowWriter(JdbcOptions options, @Nullable AnswerSink sink) {
        this.options = options;
        this.sink = sink;
    }

    /** @throws ConnectorFault when a limit is passed; an answer is never cut short silently */
    void write(ResultSet rows) throws SQLException, ConnectorFault {
        ResultSetMetaData columns = rows.getMetaData();
        requireDistinct(columns);
        try (JsonGenerator json = JSON.createGenerator(new SinkStream())) {
            json.writeStartObject();
            json.writeArrayFieldStart("rows");
            for (int count = 1; rows.next(); count++) {
                if (count > options.maxRows()) {
                    throw oversized(options.maxRows() + " 行", options.maxRows() + " rows");
                }
                json.writeStartObject();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    json.writeFieldName(columns.getColumnLabel(i));
                    value(json, rows, i, columns.getColumnType(i));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (SinkRefused refused) {
            throw refused.fault;
        } catch (IOException e) {
            throw new IllegalStateException("the sink throws faults only", e);
        }
    }

    private static void value(JsonGenerator json, ResultSet rows, int i, int type) throws SQLException, IOException {
        switch (type) {
            case Types.BIT, Types.BOOLEAN -> {
                boolean value = rows.getBoolean(i);
                if (rows.wasNull()) {
                    json.writeNull();
                } else {
                    json.writeBoolean(value);
                }
            }
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.NUMERIC,
                    Types.DECIMAL,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE -> number(json, rows, i);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> {
                byte[] bytes = rows.getBytes(i);
                if (bytes == null) {
                    json.writeNull();
                } else {
                    json.writeBinary(bytes);
                }
            }
            default -> json.writeString(rows.getString(i));
        }
    }

    /** JSON has no not-a-number: it becomes null. */
    private static void number(JsonGenerator json, ResultSet rows, int i) throws SQLException, IOException {
        String text = rows.getString(i);
        if (text == null) {
            json.writeNull();
            return;
        }
        try {
            json.writeNumber(new BigDecimal(text));
        } catch (NumberFormatException e) {
            json.writeNull();
        }
    }

    private static void requireDistinct(ResultSetMetaData columns) throws SQLException, ConnectorFault {
        Set<String> labels = new HashSet<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            if (!labels.add(columns.getColumnLabel(i))) {
                throw Faults.misconfigured(
                        "查询有两列同名，请用 AS 改名。", "Two columns of the query have the same name; rename one with AS.");
            }
        }
    }

    private static ConnectorFault oversized(String chinese, String english) {
        return Faults.fault(
                FaultCode.COUNTERPART_OVERSIZED,
                "查询结果超过 " + chinese + "。",
                "The result is larger than " + english + ".");
    }

    /** Carries a sink's fault through the generator. */
    private static final class SinkRefused extends IOException {

        private static final long serialVersionUID = 1L;

        private final transient ConnectorFault fault;

        SinkRefused(ConnectorFault fault) {
            super("the sink refused");
            this.fault = fault;
        }
    }

    private final class SinkStream extends OutputStream {

        private long count;

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count += length;
            try {
                if (count > options.maxAnswerBytes()) {
                    throw oversized(options.maxAnswerBytes() + " 字节", options.maxAnswerBytes() + " bytes");
                }
                if (sink != null) {
                    sink.write(bytes, offset, length);
                }
            } catch (ConnectorFault fault) {
                throw new SinkRefused(fault);
            }
        }
    }
}
