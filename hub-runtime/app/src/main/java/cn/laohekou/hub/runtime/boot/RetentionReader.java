package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.runtime.retention.EvidenceFloor;
import cn.laohekou.hub.runtime.retention.LogFiles;
import java.nio.file.Path;
import java.util.Optional;

/** Reads how long things are kept, and where logs are sent. */
final class RetentionReader {

    /** A century: whoever asks for more has mistyped. */
    private static final int MOST_DAYS = 36_500;

    private static final int MEGABYTES = 100;
    private static final int MOST_MEGABYTES = 2_000;
    private static final String SERVER = "[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?:[0-9]{1,5}";

    private RetentionReader() {}

    static HubSettings.Retention retention(SettingsReader reader, Path home) {
        Optional<Path> passwordFile = reader.text("HUB_DB_URL").isPresent()
                ? reader.path("HUB_DB_RETENTION_PASSWORD_FILE")
                : Optional.of(HubDatabase.retentionPassword(home));
        return new HubSettings.Retention(
                reader.path("HUB_ARCHIVE").orElse(home.resolve("archive")),
                reader.number("HUB_EVIDENCE_DAYS", EvidenceFloor.LEAST_DAYS, MOST_DAYS, EvidenceFloor.LEAST_DAYS),
                reader.number("HUB_LOG_DAYS", LogFiles.LEAST_DAYS, MOST_DAYS, LogFiles.DAYS),
                reader.number("HUB_LOG_FILE_MB", 1, MOST_MEGABYTES, MEGABYTES),
                passwordFile);
    }

    static Optional<HubSettings.Syslog> syslog(SettingsReader reader) {
        Optional<Path> certificate = reader.path("HUB_SYSLOG_CERT");
        Optional<Path> key = reader.path("HUB_SYSLOG_KEY");
        if (certificate.isPresent() != key.isPresent()) {
            reader.complain("HUB_SYSLOG_CERT 和 HUB_SYSLOG_KEY 必须同时给出。 Give both HUB_SYSLOG_CERT and HUB_SYSLOG_KEY.");
        }
        return reader.text("HUB_SYSLOG").map(server -> {
            if (!server.matches(SERVER)) {
                reader.complain("HUB_SYSLOG 须为 主机:端口，例如 logs.example.cn:6514。"
                        + " HUB_SYSLOG must be host:port, for example logs.example.cn:6514.");
            }
            // Whom to trust is always stated: the platform's own list of authorities knows nobody in a government
            // network.
            return new HubSettings.Syslog(server, reader.requiredPath("HUB_SYSLOG_CA"), certificate, key);
        });
    }
}
