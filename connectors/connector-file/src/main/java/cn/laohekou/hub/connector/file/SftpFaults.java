package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Locale;

/** What an SFTP server's failures mean; its own words may hold a path and are not passed on. */
final class SftpFaults {

    private SftpFaults() {}

    static ConnectorFault connecting(JSchException e) {
        if (e instanceof JSchHostKeyException) {
            return Faults.of(
                    FaultCode.CONNECTOR_MISCONFIGURED,
                    "对方出示的主机密钥不在 hostKeys 中；未登录。",
                    "The server's host key is not among hostKeys; the hub did not sign in.");
        }
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (text.startsWith("auth fail") || text.contains("auth cancel")) {
            return Faults.of(
                    FaultCode.COUNTERPART_REFUSED, "对方拒绝了用户名、密码或密钥。", "The server refused user, password or key.");
        }
        if (text.contains("invalid privatekey")) {
            return Faults.of(
                    FaultCode.CONNECTOR_MISCONFIGURED,
                    "privateKey 无法读取（须为未加密的私钥）。",
                    "privateKey cannot be read; it must not be encrypted.");
        }
        if (text.contains("timeout") || text.contains("timed out") || causedByTimeOut(e)) {
            return Faults.of(FaultCode.COUNTERPART_TIMEOUT, "对方在时限内没有应答。", "The server did not answer in time.");
        }
        return Faults.of(FaultCode.COUNTERPART_DOWN, "连不上对方服务器或握手失败。", "The server cannot be reached.");
    }

    static ConnectorFault working(SftpException e) {
        return switch (e.id) {
            case ChannelSftp.SSH_FX_NO_SUCH_FILE -> Faults.missing();
            case ChannelSftp.SSH_FX_PERMISSION_DENIED -> Faults.denied();
            default -> failed(e);
        };
    }

    /** A stream over the connection failed. */
    static ConnectorFault working(IOException e) {
        return e.getCause() instanceof SftpException cause ? working(cause) : failed(e);
    }

    private static ConnectorFault failed(Exception e) {
        if (Faults.noSpace(e.getMessage())) {
            return Faults.full();
        }
        if (causedByTimeOut(e)) {
            return Faults.of(FaultCode.COUNTERPART_TIMEOUT, "对方在时限内没有应答。", "The server did not answer in time.");
        }
        // Status 4 is the protocol's "failure" in answer to a request; anything else is a broken connection.
        if (e instanceof SftpException sftp && sftp.id == ChannelSftp.SSH_FX_FAILURE && sftp.getCause() == null) {
            return Faults.of(
                    FaultCode.COUNTERPART_FAILED,
                    "对方服务器报告读写失败。",
                    "The server reports that it failed to read or write.");
        }
        return Faults.of(FaultCode.COUNTERPART_DOWN, "与对方的连接中断。", "The connection to the server broke off.");
    }

    private static boolean causedByTimeOut(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedIOException) {
                return true;
            }
        }
        return false;
    }
}
