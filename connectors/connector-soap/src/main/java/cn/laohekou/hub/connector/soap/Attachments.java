package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binary parts that travel beside a message (MTOM, XOP). The hub bounds the message as a whole; this bounds their number. */
final class Attachments {

    static final String XOP = "http://www.w3.org/2004/08/xop/include";

    private static final int MAX_PARTS = 100;
    private static final String ROOT_ID = "root@hub";

    private final Map<String, byte[]> parts = new LinkedHashMap<>();
    private byte[] root = {};

    /**
     * Takes a multipart answer apart.
     *
     * @throws ConnectorFault {@code COUNTERPART_BAD_ANSWER} when it is none or has more than {@value #MAX_PARTS} parts
     */
    static Attachments read(byte[] body, String contentType) throws ConnectorFault {
        try {
            String start = id(new ContentType(contentType).getParameter("start"));
            MimeMultipart multipart = new MimeMultipart(new ByteArrayDataSource(body, contentType));
            int count = multipart.getCount();
            if (count < 1 || count > MAX_PARTS) {
                throw unreadable();
            }
            Attachments read = new Attachments();
            for (int i = 0; i < count; i++) {
                BodyPart part = multipart.getBodyPart(i);
                String[] ids = part.getHeader("Content-ID");
                String id = ids == null ? "" : id(ids[0]);
                byte[] bytes = part.getInputStream().readAllBytes();
                if (start.isEmpty() ? i == 0 : id.equals(start)) {
                    read.root = bytes;
                } else {
                    read.parts.put(id, bytes);
                }
            }
            return read;
        } catch (MessagingException | IOException e) {
            throw unreadable();
        }
    }

    static boolean isMultipart(String contentType) {
        try {
            return new ContentType(contentType).match("multipart/related");
        } catch (ParseException e) {
            return false;
        }
    }

    byte[] root() {
        return root;
    }

    /** Puts a value beside the message; gives the id to refer to it by. */
    String add(String base64) throws ConnectorFault {
        if (parts.size() >= MAX_PARTS - 1) {
            throw Faults.misconfigured("二进制参数过多。", "There are too many binary parameters.");
        }
        String id = "part" + parts.size() + "@hub";
        parts.put(id, Base64.getDecoder().decode(base64));
        return id;
    }

    /**
     * The value a message refers to, in base64. Each part is given out once: many references to one large part would
     * otherwise grow an answer beyond every limit.
     */
    String take(@Nullable String href) throws ConnectorFault {
        byte[] part = href == null || !href.startsWith("cid:")
                ? null
                : parts.remove(URLDecoder.decode(href.substring("cid:".length()), StandardCharsets.UTF_8));
        if (part == null) {
            throw Faults.badAnswer(
                    "应答引用了不存在或已用过的附件。", "The answer refers to an attachment that is not there or was used.");
        }
        return Base64.getEncoder().encodeToString(part);
    }

    /** Media type of the whole that {@link #write} makes. */
    static String mediaType(SoapVersion version, String boundary) {
        return "multipart/related; type=\"application/xop+xml\"; start=\"<" + ROOT_ID + ">\"; start-info=\""
                + version.mediaType() + "\"; boundary=\"" + boundary + "\"";
    }

    /** The message and its parts as one body (RFC 2387). */
    byte[] write(byte[] message, SoapVersion version, String boundary) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        head(all, boundary, "application/xop+xml; charset=UTF-8; type=\"" + version.mediaType() + "\"", ROOT_ID);
        all.writeBytes(message);
        parts.forEach((id, bytes) -> {
            head(all, boundary, "application/octet-stream", id);
            all.writeBytes(bytes);
        });
        text(all, "\r\n--" + boundary + "--\r\n");
        return all.toByteArray();
    }

    private static void head(ByteArrayOutputStream all, String boundary, String type, String id) {
        text(
                all,
                "\r\n--" + boundary + "\r\nContent-Type: " + type
                        + "\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <" + id + ">\r\n\r\n");
    }

    private static void text(ByteArrayOutputStream all, String text) {
        all.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String id(@Nullable String text) {
        String id = text == null ? "" : text.strip();
        return id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    }

    private static ConnectorFault unreadable() {
        return Faults.badAnswer("对方的多部分应答无法读取。", "The multipart answer cannot be read.");
    }
}
