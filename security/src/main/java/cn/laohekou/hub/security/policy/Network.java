package cn.laohekou.hub.security.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An IPv4 or IPv6 network (RFC 4632 section 3.1, RFC 4291 section 2.3). Immutable. */
final class Network {

    private static final Pattern V4 = Pattern.compile(
            "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])");

    /** Only texts with a colon and these characters: such a text is never looked up as a host name. */
    private static final Pattern V6 = Pattern.compile("(?=.*:)[0-9a-fA-F:.]{2,45}");

    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** Contains no address. */
    static final Network NOWHERE = new Network(new byte[0], 0);

    private final byte[] address;
    private final int prefix;

    private Network(byte[] address, int prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    /**
     * Reads {@code address/prefix}, or a single address.
     *
     * @return the network, or null when malformed or when bits are set beyond the prefix
     */
    static @Nullable Network parse(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        byte[] address = address(host);
        if (address == null) {
            return null;
        }
        int bits = address.length * 8;
        if (slash < 0) {
            return new Network(address, bits);
        }
        String length = text.substring(slash + 1);
        if (!PREFIX.matcher(length).matches() || Integer.parseInt(length) > bits) {
            return null;
        }
        Network network = new Network(address, Integer.parseInt(length));
        return network.isBase() ? network : null;
    }

    private static byte @Nullable [] address(String host) {
        if (!V4.matcher(host).matches() && !V6.matcher(host).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(host).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private boolean isBase() {
        for (int bit = prefix; bit < address.length * 8; bit++) {
            if ((address[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                return false;
            }
        }
        return true;
    }

    boolean contains(byte[] candidate) {
        if (candidate.length != address.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (candidate[i] != address[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || (candidate[whole] ^ address[whole]) >> (8 - rest) == 0;
    }
}
