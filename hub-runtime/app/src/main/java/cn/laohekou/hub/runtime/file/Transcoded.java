package cn.laohekou.hub.runtime.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text of another encoding as UTF-8; a byte sequence the encoding does not have fails and is never replaced. */
final class Transcoded extends InputStream {

    private static final int CHARS = 16 * 1024;

    private final Reader in;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final CharBuffer chars = CharBuffer.allocate(CHARS).limit(0);
    private final ByteBuffer bytes = ByteBuffer.allocate(CHARS * 3).limit(0);
    private boolean ended;

    Transcoded(InputStream in, String charset) {
        this.in = new InputStreamReader(
                in,
                Charset.forName(charset)
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!bytes.hasRemaining()) {
            if (ended) {
                return -1;
            }
            refill();
        }
        int taken = Math.min(length, bytes.remaining());
        bytes.get(target, offset, taken);
        return taken;
    }

    private void refill() throws IOException {
        chars.compact();
        ended = in.read(chars) < 0;
        chars.flip();
        bytes.clear();
        encoder.encode(chars, bytes, ended);
        if (ended) {
            encoder.flush(bytes);
        }
        bytes.flip();
    }
}
