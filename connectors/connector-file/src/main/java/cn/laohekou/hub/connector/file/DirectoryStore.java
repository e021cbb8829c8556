package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.AnswerSink;
import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.FileEntries;
import cn.laohekou.hub.connector.api.FilePath;
import cn.laohekou.hub.connector.api.FolderGuard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Files below a folder of this machine, local or mounted. Every folder on the way is opened from the one above it without
 * following links, so that a link put in place between a check and the use gains nothing.
 */
final class DirectoryStore implements FileStore {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> WRITE = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE =
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

    private final String connector;
    private final String root;
    private final FolderGuard guard;

    DirectoryStore(String connector, String root, FolderGuard guard) {
        this.connector = connector;
        this.root = root;
        this.guard = guard;
    }

    /** Work inside an opened folder. */
    @FunctionalInterface
    private interface Inside {
        void run(SecureDirectoryStream<Path> folder) throws IOException, ConnectorFault;
    }

    @Override
    public void list(String folder, FileEntries into) throws ConnectorFault {
        within(FilePath.names(folder), open -> {
            for (Path found : open) {
                Path name = found.getFileName();
                BasicFileAttributes attributes = attributesOrNull(open, name);
                if (attributes != null && attributes.isRegularFile() && !into.take(entry(name, attributes))) {
                    return;
                }
            }
        });
    }

    @Override
    public void lookup(String path, FileEntries into) throws ConnectorFault {
        at(path, (folder, name) -> {
            BasicFileAttributes attributes = attributesOrNull(folder, name);
            if (attributes != null) {
                plain(attributes);
                into.take(entry(name, attributes));
            }
        });
    }

    @Override
    public void read(String path, long offset, int length, AnswerSink into) throws ConnectorFault {
        at(path, (folder, name) -> {
            // Asked before it is opened: opening a pipe would wait for a writer.
            plain(attributes(folder, name));
            try (SeekableByteChannel file = folder.newByteChannel(name, READ)) {
                file.position(offset);
                ByteBuffer piece = ByteBuffer.allocate(Math.min(length, PIECE));
                int left = length;
                while (left > 0) {
                    piece.clear().limit(Math.min(left, piece.capacity()));
                    int read = file.read(piece);
                    if (read < 0) {
                        return;
                    }
                    into.write(piece.array(), 0, read);
                    left -= read;
                }
            }
        });
    }

    @Override
    public void write(String path, long offset, byte[] bytes, int length) throws ConnectorFault {
        at(path, (folder, name) -> {
            BasicFileAttributes attributes = attributesOrNull(folder, name);
            if (attributes != null) {
                plain(attributes);
            }
            try (SeekableByteChannel file = folder.newByteChannel(name, offset == 0 ? CREATE : WRITE)) {
                if (file.size() < offset) {
                    throw Faults.missing();
                }
                file.position(offset);
                ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
                while (left.hasRemaining()) {
                    file.write(left);
                }
            }
        });
    }

    @Override
    public void publish(String from, String to, BooleanSupplier inForce) throws ConnectorFault {
        List<String> target = FilePath.names(to);
        Path newName = Path.of(target.get(target.size() - 1));
        at(from, (folder, name) -> {
            plain(attributes(folder, name));
            try (SeekableByteChannel file = folder.newByteChannel(name, WRITE)) {
                force(file);
            }
            Faults.unless(inForce);
            folder.move(name, folder, newName);
        });
        flush(target.subList(0, target.size() - 1));
    }

    @Override
    public void remove(String path) throws ConnectorFault {
        at(path, (folder, name) -> {
            try {
                folder.deleteFile(name);
            } catch (NoSuchFileException gone) {
                // What is wanted is so already.
            }
        });
    }

    @Override
    public void probe() throws ConnectorFault {
        list("", entry -> false);
    }

    @Override
    public void close() {
        // Nothing stays open between two pieces of work.
    }

    /** Work on one name in an opened folder. */
    @FunctionalInterface
    private interface Named {
        void run(SecureDirectoryStream<Path> folder, Path name) throws IOException, ConnectorFault;
    }

    private void at(String path, Named work) throws ConnectorFault {
        List<String> names = FilePath.names(path);
        if (names.isEmpty()) {
            throw Faults.notPlain();
        }
        Path name = Path.of(names.get(names.size() - 1));
        within(names.subList(0, names.size() - 1), folder -> work.run(folder, name));
    }

    private void within(List<String> names, Inside work) throws ConnectorFault {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(allowedRoot())) {
            descend(secure(top), names, work);
        } catch (IOException e) {
            throw Faults.of(e);
        } catch (DirectoryIteratorException e) {
            throw Faults.of(new IOException(e));
        } catch (InvalidPathException e) {
            throw Faults.notPlain();
        }
    }

    private static void descend(SecureDirectoryStream<Path> folder, List<String> names, Inside work)
            throws IOException, ConnectorFault {
        if (names.isEmpty()) {
            work.run(folder);
            return;
        }
        try (SecureDirectoryStream<Path> next =
                folder.newDirectoryStream(Path.of(names.get(0)), LinkOption.NOFOLLOW_LINKS)) {
            descend(next, names.subList(1, names.size()), work);
        }
    }

    private Path allowedRoot() throws IOException, ConnectorFault {
        Path real = Path.of(root).toRealPath();
        guard.check(connector, real);
        return real;
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> opened) throws ConnectorFault {
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw Faults.of(
                FaultCode.CONNECTOR_MISCONFIGURED,
                "此平台不能安全地打开文件夹。",
                "This platform cannot open folders without following links.");
    }

    /** Makes a new name last: on Linux a folder is flushed like a file. */
    private void flush(List<String> names) throws ConnectorFault {
        try {
            Path folder = allowedRoot();
            for (String name : names) {
                folder = folder.resolve(name);
            }
            try (FileChannel channel = FileChannel.open(folder, READ)) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw Faults.of(e);
        }
    }

    private static void force(SeekableByteChannel file) throws IOException {
        if (file instanceof FileChannel channel) {
            channel.force(true);
        }
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static @Nullable BasicFileAttributes attributesOrNull(SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        try {
            return attributes(folder, name);
        } catch (NoSuchFileException gone) {
            return null;
        }
    }

    private static void plain(BasicFileAttributes attributes) throws ConnectorFault {
        if (!attributes.isRegularFile()) {
            throw Faults.notPlain();
        }
    }

    private static FileEntries.Entry entry(Path name, BasicFileAttributes attributes) {
        return new FileEntries.Entry(
                name.toString(),
                attributes.size(),
                attributes.lastModifiedTime().toMillis());
    }
}
