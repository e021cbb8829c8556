package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The failures of this module in the hub's own words; none names a file. */
final class Faults {

    private Faults() {}

    static ConnectorFault of(FaultCode code, String chinese, String english) {
        return new ConnectorFault(code, chinese + english);
    }

    static ConnectorFault missing() {
        return of(FaultCode.COUNTERPART_REFUSED, "文件或文件夹不存在。", "There is no such file or folder.");
    }

    static ConnectorFault denied() {
        return of(
                FaultCode.COUNTERPART_REFUSED, "没有读写此文件或文件夹的权限。", "The hub may not read or write this file or folder.");
    }

    static ConnectorFault notPlain() {
        return of(
                FaultCode.COUNTERPART_REFUSED,
                "不是普通文件，或途经符号链接。",
                "It is no regular file, or the way to it is a symbolic link.");
    }

    static ConnectorFault full() {
        return of(FaultCode.COUNTERPART_FAILED, "目标空间不足。", "The target has no space left.");
    }

    /** The last question before a file gets its name. */
    static void unless(BooleanSupplier inForce) throws ConnectorFault {
        if (!inForce.getAsBoolean()) {
            throw of(FaultCode.COUNTERPART_REFUSED, "授权已变更，未发布。", "The grant changed; nothing was published.");
        }
    }

    /** A failure of this machine's file system. */
    static ConnectorFault of(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
            return missing();
        }
        if (e instanceof AccessDeniedException) {
            return denied();
        }
        String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        if (noSpace(reason)) {
            return full();
        }
        // Linux names a symbolic link that must not be followed this way.
        if (reason != null && reason.contains("Too many levels of symbolic links")) {
            return notPlain();
        }
        return of(
                FaultCode.COUNTERPART_FAILED,
                "文件读写失败（" + e.getClass().getSimpleName() + "）。",
                "Reading or writing failed (" + e.getClass().getSimpleName() + ").");
    }

    static boolean noSpace(@Nullable String reason) {
        String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        return text.contains("no space") || text.contains("quota exceeded");
    }
}
