package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Numbers beside a record by which persons and cases are found. They only find candidates: what they stand for is in the
 * record's bytes.
 */
public final class SearchDigest {

    private static final byte[] CASE = {'c', 'a', 's', 'e', 0};

    private SearchDigest() {}

    /**
     * The number of an acting person.
     *
     * @param person keyed digest from {@link EvidenceKeys#person}, 64 hexadecimal digits
     */
    public static long ofPerson(String person) {
        return Subjects.key(HexFormat.of().parseHex(person));
    }

    /**
     * The number of a case. The case number stands in the record in clear, so the digest needs no key.
     *
     * @param caseNumber as the consumer stated it
     */
    public static long ofCase(String caseNumber) {
        return Subjects.key(Sm3.hash(CASE, caseNumber.getBytes(StandardCharsets.UTF_8)));
    }
}
