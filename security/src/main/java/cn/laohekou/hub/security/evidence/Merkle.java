package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import java.util.Arrays;
import java.util.List;

/**
 * Merkle trees over SM3 in the shape of RFC 6962 section 2.1: leaves are hashed behind a zero byte, inner nodes behind a
 * one byte, and a level's odd last node moves up unchanged.
 */
final class Merkle {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private Merkle() {}

    static byte[] leaf(byte[] record) {
        return Sm3.hash(LEAF, record, 0, record.length);
    }

    /** Leaf hashes one after the other. */
    static byte[] join(List<byte[]> leaves) {
        byte[] joined = new byte[leaves.size() * Sm3.BYTES];
        for (int i = 0; i < leaves.size(); i++) {
            System.arraycopy(leaves.get(i), 0, joined, i * Sm3.BYTES, Sm3.BYTES);
        }
        return joined;
    }

    /**
     * The root over joined leaf hashes.
     *
     * @param leaves at least one leaf hash; not changed
     */
    static byte[] root(byte[] leaves) {
        byte[] level = leaves.clone();
        int nodes = level.length / Sm3.BYTES;
        if (nodes == 0 || level.length % Sm3.BYTES != 0) {
            throw new IllegalArgumentException("Leaf hashes must be a multiple of 32 bytes but are " + level.length);
        }
        while (nodes > 1) {
            int pairs = nodes / 2;
            for (int i = 0; i < pairs; i++) {
                byte[] parent = Sm3.hash(NODE, level, i * 2 * Sm3.BYTES, 2 * Sm3.BYTES);
                System.arraycopy(parent, 0, level, i * Sm3.BYTES, Sm3.BYTES);
            }
            if (nodes % 2 == 1) {
                System.arraycopy(level, (nodes - 1) * Sm3.BYTES, level, pairs * Sm3.BYTES, Sm3.BYTES);
            }
            nodes = pairs + nodes % 2;
        }
        return Arrays.copyOf(level, Sm3.BYTES);
    }
}
