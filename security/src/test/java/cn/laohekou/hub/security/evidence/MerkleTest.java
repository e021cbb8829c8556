package cn.laohekou.hub.security.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.crypto.Sm3;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MerkleTest {

    @Test
    void theRootIsTheOneOfRfc6962ForAnyNumberOfLeaves() {
        List<byte[]> leaves = new ArrayList<>();
        for (int count = 1; count <= 70; count++) {
            leaves.add(Merkle.leaf(Samples.utf8("record " + count)));
            assertThat(Merkle.root(Merkle.join(leaves))).isEqualTo(recursive(leaves));
        }
    }

    @Test
    void aLeafIsNeverTakenForANode() {
        byte[] left = Merkle.leaf(Samples.utf8("a"));
        byte[] right = Merkle.leaf(Samples.utf8("b"));
        byte[] root = Merkle.root(Merkle.join(List.of(left, right)));

        assertThat(Merkle.leaf(Merkle.join(List.of(left, right)))).isNotEqualTo(root);
    }

    @Test
    void noLeavesHaveNoRoot() {
        assertThatThrownBy(() -> Merkle.root(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Merkle.root(new byte[33])).isInstanceOf(IllegalArgumentException.class);
    }

    /** RFC 6962 section 2.1 word for word: split at the largest power of two smaller than the number of leaves. */
    private static byte[] recursive(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        byte[] left = recursive(leaves.subList(0, split));
        byte[] right = recursive(leaves.subList(split, leaves.size()));
        return Sm3.hash(new byte[] {1}, left, right);
    }
}
