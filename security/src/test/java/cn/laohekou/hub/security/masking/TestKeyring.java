package cn.laohekou.hub.security.masking;

import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A keyring over the real key service, whose versions a test moves on. */
final class TestKeyring implements ConsumerKeyring {

    private final SoftwareKeyService keys = new SoftwareKeyService(MasterKey.of(new byte[32]));
    private int version = 1;

    void rotate() {
        version++;
    }

    @Override
    public int version(Use use) {
        return version;
    }

    @Override
    public byte[] mac(Use use, int version, String scope, byte[]... parts) {
        return keys.mac(use + "/" + version + "/" + scope, parts);
    }

    @Override
    public Encrypted encrypt(String system, byte[] associated, byte[] plain) {
        byte[] sealed = keys.seal("field-" + system, associated, plain);
        return new Encrypted(
                "field-" + system + "/" + version,
                Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(sealed, 1, sealed.length)));
    }

    String open(String system, byte[] associated, byte[] bytes) {
        byte[] sealed = new byte[bytes.length + 1];
        sealed[0] = 1;
        System.arraycopy(bytes, 0, sealed, 1, bytes.length);
        return new String(keys.open("field-" + system, associated, sealed), StandardCharsets.UTF_8);
    }
}
