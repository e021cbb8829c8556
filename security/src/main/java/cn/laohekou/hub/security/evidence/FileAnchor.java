package cn.laohekou.hub.security.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file that somebody else keeps, for example on another machine's share; one line each, only ever appended to. */
public final class FileAnchor implements Anchor {

    private final CheckpointFile file;
    private final String place;

    /**
     * A file.
     *
     * @param file where; its directory is made when the first line is written
     */
    public FileAnchor(Path file) {
        this.file = new CheckpointFile(file);
        this.place = file.toString();
    }

    @Override
    public String kind() {
        return FILE;
    }

    @Override
    public byte[] anchor(byte[] line) throws IOException {
        file.append(new String(line, StandardCharsets.UTF_8));
        return place.getBytes(StandardCharsets.UTF_8);
    }
}
