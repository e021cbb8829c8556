package cn.laohekou.hub.runtime.outgoing;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * One entry of a department's list: an address block and a port. Names are not entries: what counts is the address a
 * name resolves to at the moment of the connection.
 */
public final class AllowedAddress {

    private final byte[] network;
    private final int prefix;
    private final int port;

    private AllowedAddress(byte[] network, int prefix, int port) {
        this.network = network;
        this.prefix = prefix;
        this.port = port;
    }

    /**
     * Reads an entry.
     *
     * @param block address literal or CIDR block, IPv4 or IPv6
     * @param port TCP port, 1 to 65535
     * @throws IllegalArgumentException with a sentence when it is neither
     */
    public static AllowedAddress of(String block, int port) {
        int slash = block.indexOf('/');
        byte[] network = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? block : block.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException("an address or CIDR block is expected, for example 10.42.0.0/24");
        }
        int bits = network.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : prefix(block.substring(slash + 1), bits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the port must be 1 to 65535");
        }
        return new AllowedAddress(network, prefix, port);
    }

    private static int prefix(String text, int bits) {
        if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("the prefix length must be a number");
        }
        int prefix = Integer.parseInt(text);
        if (prefix > bits) {
            throw new IllegalArgumentException("the prefix length must be at most " + bits);
        }
        return prefix;
    }

    /** Whether the entry covers an address and port. */
    boolean covers(InetAddress address, int wantedPort) {
        byte[] bytes = address.getAddress();
        if (wantedPort != port || bytes.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if ((bytes[bit / Byte.SIZE] & mask) != (network[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the entry names exactly one address: only then may it open an address that is special by its nature. */
    boolean isSingle() {
        return prefix == network.length * Byte.SIZE;
    }

    /** The entry as text, for example {@code 10.42.0.0/24:8080}. */
    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/" + prefix + ":" + port;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
