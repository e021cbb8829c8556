package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys a server must have, as the department stated them. Nothing is learnt: an unknown key ends the connection. */
final class PinnedHostKeys implements HostKeyRepository {

    private static final String FINGERPRINT = "SHA256:";

    private final List<byte[]> keys = new ArrayList<>();
    private final List<String> fingerprints = new ArrayList<>();

    /**
     * @param lines one key a line: {@code ssh-ed25519 AAAA…}, or {@code SHA256:…} as {@code ssh-keygen -l} prints it
     * @throws ConnectorFault when a line is neither, or there is none
     */
    PinnedHostKeys(String lines) throws ConnectorFault {
        for (String line :
                lines.lines().map(String::strip).filter(text -> !text.isEmpty()).toList()) {
            String[] words = line.split("\\s+", -1);
            try {
                if (words[0].startsWith(FINGERPRINT)) {
                    fingerprints.add(unpadded(words[0].substring(FINGERPRINT.length())));
                } else {
                    keys.add(Base64.getDecoder().decode(words[words.length > 1 ? 1 : 0]));
                }
            } catch (IllegalArgumentException notBase64) {
                throw unusable();
            }
        }
        if (keys.isEmpty() && fingerprints.isEmpty()) {
            throw unusable();
        }
    }

    private static ConnectorFault unusable() {
        return Faults.of(
                FaultCode.CONNECTOR_MISCONFIGURED,
                "hostKeys 每行应为公钥（ssh-ed25519 AAAA…）或 SHA256: 指纹。",
                "Each line of hostKeys must be a public key (ssh-ed25519 AAAA…) or a SHA256: fingerprint.");
    }

    @Override
    public int check(String host, byte[] key) {
        for (byte[] pinned : keys) {
            if (MessageDigest.isEqual(pinned, key)) {
                return OK;
            }
        }
        return fingerprints.contains(fingerprint(key)) ? OK : NOT_INCLUDED;
    }

    private static String fingerprint(byte[] key) {
        try {
            return unpadded(Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String unpadded(String base64) {
        return base64.endsWith("=") ? base64.substring(0, base64.indexOf('=')) : base64;
    }

    /** Lets the server offer the pinned kinds of keys first. */
    @Override
    public HostKey[] getHostKey(@Nullable String host, @Nullable String type) {
        List<HostKey> found = new ArrayList<>();
        for (byte[] key : keys) {
            try {
                HostKey known = new HostKey(host == null ? "*" : host, key);
                if (type == null || type.equals(known.getType())) {
                    found.add(known);
                }
            } catch (JSchException unreadable) {
                // A kind the library does not know: it is compared all the same.
            }
        }
        return found.toArray(HostKey[]::new);
    }

    @Override
    public HostKey[] getHostKey() {
        return getHostKey(null, null);
    }

    @Override
    public void add(HostKey hostkey, @Nullable UserInfo ui) {
        throw new UnsupportedOperationException("host keys are pinned");
    }

    @Override
    public void remove(String host, @Nullable String type) {
        throw new UnsupportedOperationException("host keys are pinned");
    }

    @Override
    public void remove(String host, @Nullable String type, byte @Nullable [] key) {
        throw new UnsupportedOperationException("host keys are pinned");
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return "pinned";
    }
}
