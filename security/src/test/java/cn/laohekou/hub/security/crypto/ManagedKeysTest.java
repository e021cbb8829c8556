package cn.laohekou.hub.security.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class ManagedKeysTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final Instant LATER = Instant.parse("2027-11-21T00:00:00Z");
    private static final byte[] MESSAGE = utf8("root of batch 7");
    private static final byte[] PLACE = utf8("row 7");

    private final Shelf shelf = new Shelf();
    private final KeyService keys = new SoftwareKeyService(master(1), shelf);

    @Test
    void theFirstVersionIsMadeOnceAndFoundByEveryNode() {
        assertThat(keys.ensure("evidence-root", KeyKind.SM2, NOW)).isEqualTo(new KeyId("evidence-root", 1));
        KeyService otherNode = new SoftwareKeyService(master(1), shelf);
        otherNode.ensure("evidence-root", KeyKind.SM2, NOW);

        assertThat(shelf.keys).hasSize(1);
        Signed signed = keys.sign("evidence-root", MESSAGE);
        assertThat(otherNode.verify(signed.key(), MESSAGE, signed.signature())).isTrue();
    }

    @Test
    void theShelfHoldsNoSecretInClear() {
        keys.ensure("fields", KeyKind.SM4, NOW);
        byte[] sealed = Objects.requireNonNull(shelf.keys.get(0).sealed());

        assertThat(sealed).hasSizeGreaterThan(Sm4.KEY_BYTES + Sm4.TAG_BYTES);
        KeyService otherMaster = new SoftwareKeyService(master(2), shelf);
        assertThatThrownBy(() -> otherMaster.encrypt("fields", PLACE, MESSAGE)).isInstanceOf(SealBroken.class);
    }

    @Test
    void aSealedKeyDoesNotStandInForAnotherVersion() {
        keys.ensure("fields", KeyKind.SM4, NOW);
        SealedKey first = shelf.keys.get(0);
        shelf.keys.add(new SealedKey(new KeyId("fields", 2), KeyKind.SM4, first.sealed(), null, NOW, LATER, null));
        keys.reload();

        assertThatThrownBy(() -> keys.encrypt("fields", PLACE, MESSAGE)).isInstanceOf(SealBroken.class);
    }

    @Test
    void afterRotationTheNewVersionWorksAndTheOldOneStillVerifiesAndDecrypts() {
        keys.ensure("evidence-root", KeyKind.SM2, NOW);
        keys.ensure("fields", KeyKind.SM4, NOW);
        Signed oldSignature = keys.sign("evidence-root", MESSAGE);
        byte[] oldText = keys.encrypt("fields", PLACE, MESSAGE);
        rotate("evidence-root", KeyKind.SM2, 2);
        rotate("fields", KeyKind.SM4, 2);

        assertThat(keys.sign("evidence-root", MESSAGE).key()).isEqualTo(new KeyId("evidence-root", 2));
        assertThat(keys.verify(oldSignature.key(), MESSAGE, oldSignature.signature()))
                .isTrue();
        assertThat(keys.verify(new KeyId("evidence-root", 2), MESSAGE, oldSignature.signature()))
                .isFalse();
        assertThat(keys.decrypt("fields", PLACE, oldText)).isEqualTo(MESSAGE);
        assertThat(keys.decrypt("fields", PLACE, keys.encrypt("fields", PLACE, MESSAGE)))
                .isEqualTo(MESSAGE);
    }

    @Test
    void aRetiredVersionNeitherVerifiesNorDecryptsButShowsItsPublicHalf() {
        keys.ensure("evidence-root", KeyKind.SM2, NOW);
        keys.ensure("fields", KeyKind.SM4, NOW);
        Signed signed = keys.sign("evidence-root", MESSAGE);
        byte[] text = keys.encrypt("fields", PLACE, MESSAGE);
        byte[] half = keys.publicKey(signed.key());
        rotate("evidence-root", KeyKind.SM2, 2);
        rotate("fields", KeyKind.SM4, 2);
        retire(1);

        assertThatThrownBy(() -> keys.verify(signed.key(), MESSAGE, signed.signature()))
                .isInstanceOf(KeyUnavailable.class);
        assertThatThrownBy(() -> keys.decrypt("fields", PLACE, text)).isInstanceOf(KeyUnavailable.class);
        assertThat(keys.publicKey(signed.key())).isEqualTo(half);
    }

    @Test
    void aVersionAnotherNodeMadeIsFoundWithoutBeingTold() {
        keys.ensure("fields", KeyKind.SM4, NOW);
        KeyService otherNode = new SoftwareKeyService(master(1), shelf);
        shelf.keys.add(otherNode.fresh(new KeyId("fields", 2), KeyKind.SM4, NOW, LATER));
        byte[] text = otherNode.encrypt("fields", PLACE, MESSAGE);

        assertThat(keys.decrypt("fields", PLACE, text)).isEqualTo(MESSAGE);
    }

    @Test
    void changedOrMovedTextsStayShut() {
        keys.ensure("fields", KeyKind.SM4, NOW);
        byte[] text = keys.encrypt("fields", PLACE, MESSAGE);
        assertThatThrownBy(() -> keys.decrypt("fields", utf8("row 8"), text)).isInstanceOf(SealBroken.class);
        byte[] changed = text.clone();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> keys.decrypt("fields", PLACE, changed)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> keys.decrypt("fields", PLACE, new byte[3])).isInstanceOf(SealBroken.class);
    }

    @Test
    void anUnknownKeyOrOneOfTheWrongKindDoesNothing() {
        keys.ensure("fields", KeyKind.SM4, NOW);

        assertThatThrownBy(() -> keys.sign("nothing", MESSAGE)).isInstanceOf(KeyUnavailable.class);
        assertThatThrownBy(() -> keys.verify(new KeyId("nothing", 1), MESSAGE, new byte[1]))
                .isInstanceOf(KeyUnavailable.class);
        assertThatThrownBy(() -> keys.sign("fields", MESSAGE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys.publicKey(new KeyId("fields", 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void idsAreReadAsTheyAreWritten() {
        assertThat(KeyId.parse("evidence-root/3")).isEqualTo(new KeyId("evidence-root", 3));
        for (String bad : List.of("", "x", "x/", "x/0", "x/01", "X/1", "x/1/2", "x/99999999999")) {
            assertThatThrownBy(() -> KeyId.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void rotate(String name, KeyKind kind, int version) {
        shelf.keys.add(keys.fresh(new KeyId(name, version), kind, NOW, LATER));
        keys.reload();
    }

    private void retire(int version) {
        List<SealedKey> all = new ArrayList<>();
        for (SealedKey key : shelf.keys) {
            all.add(
                    key.id().version() != version
                            ? key
                            : new SealedKey(key.id(), key.kind(), null, key.publicKey(), NOW, LATER, NOW));
        }
        shelf.keys.clear();
        shelf.keys.addAll(all);
        keys.reload();
    }

    private static final class Shelf implements KeyShelf {

        private final List<SealedKey> keys = new CopyOnWriteArrayList<>();

        @Override
        public List<SealedKey> all() {
            return List.copyOf(keys);
        }

        @Override
        public void addIfAbsent(SealedKey key) {
            keys.add(key);
        }
    }

    private static MasterKey master(int value) {
        byte[] bytes = new byte[MasterKey.BYTES];
        java.util.Arrays.fill(bytes, (byte) value);
        return MasterKey.of(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
