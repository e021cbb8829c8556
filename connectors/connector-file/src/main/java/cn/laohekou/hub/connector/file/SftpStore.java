package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileEntries;
import cn.laohekou.hub.connector.api.FilePath;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Files below a folder of an SFTP server (SSH file transfer protocol, version 3, as OpenSSH speaks it). */
final class SftpStore implements FileStore {

    private final SftpSessions sessions;
    private final String root;

    SftpStore(SftpOptions options, OutgoingGuard guard) throws ConnectorFault {
        this.sessions = new SftpSessions(options, guard);
        this.root = options.folder();
    }

    /** Work over a connection. */
    @FunctionalInterface
    private interface Over {
        void run(ChannelSftp sftp) throws SftpException, IOException, ConnectorFault;
    }

    @Override
    public void list(String folder, FileEntries into) throws ConnectorFault {
        String path = absolute(FilePath.names(folder));
        over(sftp -> {
            refuseLinks(sftp, FilePath.names(folder));
            sftp.ls(path.isEmpty() ? "." : path, entry -> {
                SftpATTRS attributes = entry.getAttrs();
                boolean more = !attributes.isReg() || into.take(entry(entry.getFilename(), attributes));
                return more ? ChannelSftp.LsEntrySelector.CONTINUE : ChannelSftp.LsEntrySelector.BREAK;
            });
        });
    }

    @Override
    public void lookup(String path, FileEntries into) throws ConnectorFault {
        List<String> names = file(path);
        over(sftp -> {
            SftpATTRS attributes = plain(sftp, names);
            if (attributes != null) {
                into.take(entry(names.get(names.size() - 1), attributes));
            }
        });
    }

    @Override
    public void read(String path, long offset, int length, AnswerSink into) throws ConnectorFault {
        List<String> names = file(path);
        over(sftp -> {
            SftpATTRS attributes = plain(sftp, names);
            if (attributes == null) {
                throw Faults.missing();
            }
            long left = Math.min(length, attributes.getSize() - offset);
            if (left <= 0) {
                return;
            }
            byte[] piece = new byte[(int) Math.min(left, PIECE)];
            try (InputStream in = sftp.get(absolute(names), null, offset)) {
                while (left > 0) {
                    int read = in.read(piece, 0, (int) Math.min(left, piece.length));
                    if (read < 0) {
                        throw Faults.of(
                                FaultCode.COUNTERPART_BAD_ANSWER,
                                "文件在读取时变短了。",
                                "The file became shorter while it was read.");
                    }
                    into.write(piece, 0, read);
                    left -= read;
                }
            }
        });
    }

    @Override
    public void write(String path, long offset, byte[] bytes, int length) throws ConnectorFault {
        List<String> names = file(path);
        over(sftp -> {
            SftpATTRS attributes = plain(sftp, names);
            long size = attributes == null ? 0 : attributes.getSize();
            if (size < offset) {
                throw Faults.missing();
            }
            // The library counts the offset from the present end of the file.
            try (OutputStream out = sftp.put(absolute(names), null, ChannelSftp.RESUME, offset - size)) {
                out.write(bytes, 0, length);
            }
        });
    }

    @Override
    public void publish(String from, String to, BooleanSupplier inForce) throws ConnectorFault {
        List<String> before = file(from);
        List<String> after = file(to);
        over(sftp -> {
            if (plain(sftp, before) == null) {
                throw Faults.missing();
            }
            // Renames over an existing file where the server offers OpenSSH's extension.
            if (plain(sftp, after) != null && sftp.getExtension("posix-rename@openssh.com") == null) {
                throw Faults.of(
                        FaultCode.COUNTERPART_REFUSED,
                        "对方服务器不能原子替换同名文件。",
                        "The server cannot replace a file of the same name at once.");
            }
            Faults.unless(inForce);
            sftp.rename(absolute(before), absolute(after));
        });
    }

    @Override
    public void remove(String path) throws ConnectorFault {
        List<String> names = file(path);
        over(sftp -> {
            if (plain(sftp, names) != null) {
                sftp.rm(absolute(names));
            }
        });
    }

    @Override
    public void probe() throws ConnectorFault {
        list("", entry -> false);
    }

    @Override
    public void close() {
        sessions.close();
    }

    /** A connection that failed in any way is not used again. */
    private void over(Over work) throws ConnectorFault {
        SftpSessions.Connection connection = sessions.take();
        boolean sound = false;
        try {
            work.run(connection.channel());
            sound = true;
        } catch (SftpException e) {
            throw SftpFaults.working(e);
        } catch (IOException e) {
            throw SftpFaults.working(e);
        } finally {
            if (sound) {
                sessions.giveBack(connection);
            } else {
                connection.close();
            }
        }
    }

    private static List<String> file(String path) throws ConnectorFault {
        List<String> names = FilePath.names(path);
        if (names.isEmpty()) {
            throw Faults.notPlain();
        }
        return names;
    }

    /** Attributes of a regular file, null when there is none; what is anything else is refused. */
    private @Nullable SftpATTRS plain(ChannelSftp sftp, List<String> names) throws SftpException, ConnectorFault {
        refuseLinks(sftp, names.subList(0, names.size() - 1));
        SftpATTRS attributes = attributes(sftp, names);
        if (attributes != null && !attributes.isReg()) {
            throw Faults.notPlain();
        }
        return attributes;
    }

    private void refuseLinks(ChannelSftp sftp, List<String> folders) throws SftpException, ConnectorFault {
        for (int depth = 1; depth <= folders.size(); depth++) {
            SftpATTRS attributes = attributes(sftp, folders.subList(0, depth));
            if (attributes == null) {
                throw Faults.missing();
            }
            if (!attributes.isDir()) {
                throw Faults.notPlain();
            }
        }
    }

    private @Nullable SftpATTRS attributes(ChannelSftp sftp, List<String> names) throws SftpException {
        try {
            return sftp.lstat(absolute(names));
        } catch (SftpException e) {
            if (e.id == ChannelSftp.SSH_FX_NO_SUCH_FILE) {
                return null;
            }
            throw e;
        }
    }

    private String absolute(List<String> names) {
        String below = String.join("/", names);
        if (root.isEmpty() || below.isEmpty()) {
            return root.isEmpty() ? below : root;
        }
        return root.endsWith("/") ? root + below : root + "/" + below;
    }

    private static FileEntries.Entry entry(String name, SftpATTRS attributes) {
        return new FileEntries.Entry(name, attributes.getSize(), Integer.toUnsignedLong(attributes.getMTime()) * 1000);
    }
}
