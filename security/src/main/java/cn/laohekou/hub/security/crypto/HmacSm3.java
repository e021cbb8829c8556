package cn.laohekou.hub.security.crypto;

import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** HMAC over SM3 (GB/T 15852.2 with GB/T 32905) under a key that another party knows too. */
public final class HmacSm3 {

    private HmacSm3() {}

    /**
     * The code of a message.
     *
     * @param key shared secret of any length
     * @param message what is authenticated
     * @return a new array of 32 bytes
     */
    public static byte[] of(byte[] key, byte[] message) {
        HMac mac = new HMac(new SM3Digest());
        mac.init(new KeyParameter(key));
        mac.update(message, 0, message.length);
        byte[] out = new byte[Sm3.BYTES];
        mac.doFinal(out, 0);
        return out;
    }
}
