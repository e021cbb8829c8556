package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.security.policy.ExchangeShape.File.Control;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** What a control file states of its data file. */
final class ControlFile {

    /** A few lines; what is larger is no control file. */
    static final int MAX_BYTES = 64 * 1024;

    private final Control convention;
    private final Map<String, String> stated;

    private ControlFile(Control convention, Map<String, String> stated) {
        this.convention = convention;
        this.stated = stated;
    }

    /** Name of the control file of a data file. */
    static String nameOf(Control convention, String dataFile) {
        int dot = dataFile.lastIndexOf('.');
        return convention
                .name()
                .replace("{name}", dataFile)
                .replace("{stem}", dot > 0 ? dataFile.substring(0, dot) : dataFile);
    }

    /** Reads lines of {@code key=value}; empty lines and those that begin with {@code #} say nothing. */
    static ControlFile parse(Control convention, byte[] content) throws TransferEnd {
        Map<String, String> stated = new HashMap<>();
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unreadable();
        }
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw unreadable();
            }
            stated.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        if (!stated.containsKey(convention.size()) && !stated.containsKey(convention.digest())) {
            throw TransferEnd.in(
                    TransferState.QUARANTINED, "控制文件既无大小也无摘要。", "The control file states neither size nor digest.");
        }
        return new ControlFile(convention, stated);
    }

    private static TransferEnd unreadable() {
        return TransferEnd.in(
                TransferState.QUARANTINED, "控制文件不是 key=value 的文本行。", "The control file is not lines of key=value.");
    }

    /** Whether a file of that size can be the one meant; one that is still growing is not. */
    boolean meansSize(long size) {
        String value = stated.get(convention.size());
        return value == null || value.equals(Long.toString(size));
    }

    /** Refuses a file that is not what the control file states. */
    void check(long size, byte[] digest, long records) throws TransferEnd {
        if (!meansSize(size)) {
            throw differs("大小", "size");
        }
        String sm3 = stated.get(convention.digest());
        if (sm3 != null && !sm3.toLowerCase(Locale.ROOT).equals(HexFormat.of().formatHex(digest))) {
            throw differs("摘要", "digest");
        }
        String count = stated.get(convention.count());
        if (count != null && records >= 0 && !count.equals(Long.toString(records))) {
            throw differs("记录数", "number of records");
        }
    }

    private static TransferEnd differs(String zh, String en) {
        return TransferEnd.in(
                TransferState.QUARANTINED,
                "文件与控制文件所述的" + zh + "不符。",
                "The file's " + en + " is not as its control file states.");
    }

    /** The control file of what was published, by the same convention. */
    static byte[] write(Control convention, long size, byte[] digest, long records) {
        StringBuilder text = new StringBuilder();
        text.append(convention.size()).append('=').append(size).append('\n');
        text.append(convention.digest())
                .append('=')
                .append(HexFormat.of().formatHex(digest))
                .append('\n');
        if (records >= 0) {
            text.append(convention.count()).append('=').append(records).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Without what it states. */
    @Override
    public String toString() {
        return "ControlFile";
    }
}
