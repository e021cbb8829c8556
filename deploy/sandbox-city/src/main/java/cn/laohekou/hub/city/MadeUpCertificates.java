package cn.laohekou.hub.city;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One certificate for each of the first persons, each with a fate of its own; the same every time. */
final class MadeUpCertificates {

    /** Object identifier every e-certificate begins with (GB/T 36904-2018). */
    static final String PREFIX = "1.2.156.3005.2.";

    /** A type nobody uses: number 999 of a real definer. */
    static final String TYPE = "11100000000013338W999";

    /** Another type nobody uses. */
    static final String OTHER_TYPE = "11100000000013338W998";

    /** The sandbox city's public security bureau. */
    static final String ISSUER = "11420682MB0000203G";

    /** An authority of another region. */
    static final String FOREIGN_ISSUER = "11330105002500287C";

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int FAR = 20351231;
    private static final int PAST = 20251231;

    /** What became of the certificate of the person with that number. */
    enum Fate {
        VALID(0),
        NOT_AUTHORISED(1),
        REVOKED(2),
        EXPIRED(3),
        FORGED(4),
        FOREIGN(5),
        OTHER_TYPE(6),
        /** Valid until somebody has it withdrawn. */
        TO_BE_WITHDRAWN(7);

        private final int person;

        Fate(int person) {
            this.person = person;
        }
    }

    private MadeUpCertificates() {}

    /** The certificates of the first persons. */
    static List<Certificate> of(List<Person> persons) {
        List<Certificate> certificates = new ArrayList<>();
        for (Fate fate : Fate.values()) {
            certificates.add(of(persons.get(fate.person), fate));
        }
        return certificates;
    }

    private static Certificate of(Person person, Fate fate) {
        boolean foreign = fate == Fate.FOREIGN;
        Certificate unsealed = new Certificate(
                identifier(fate),
                fate == Fate.OTHER_TYPE ? OTHER_TYPE : TYPE,
                foreign ? FOREIGN_ISSUER : ISSUER,
                foreign ? "外地签发机关" : "老河口市公安局",
                foreign ? "330105" : "420682",
                person.idNumber(),
                person.name(),
                "20200101",
                Integer.toString(fate == Fate.EXPIRED ? PAST : FAR),
                fate == Fate.REVOKED ? "已注销" : fate == Fate.EXPIRED ? "已过期" : "",
                "");
        return sealed(unsealed, fate == Fate.FORGED ? "0".repeat(64) : CertificateSeal.over(unsealed));
    }

    private static Certificate sealed(Certificate c, String seal) {
        return new Certificate(
                c.identifier(),
                c.type(),
                c.issuer(),
                c.issuerName(),
                c.area(),
                c.holder(),
                c.holderName(),
                c.effective(),
                c.expiring(),
                c.reason(),
                seal);
    }

    /** The identifier of the certificate with a fate. */
    static String identifier(Fate fate) {
        String type = fate == Fate.OTHER_TYPE ? OTHER_TYPE : TYPE;
        String issuer = fate == Fate.FOREIGN ? FOREIGN_ISSUER : ISSUER;
        String serial = String.format(Locale.ROOT, "2026%08d", 1 + fate.person);
        return PREFIX + type + '.' + issuer + '.' + serial + ".001." + check(type + issuer + serial + "001");
    }

    /** ISO 7064 MOD 37,36. */
    static char check(String text) {
        int product = 36;
        for (int i = 0; i < text.length(); i++) {
            int sum = (product + ALPHABET.indexOf(text.charAt(i))) % 36;
            product = (sum == 0 ? 36 : sum) * 2 % 37;
        }
        return ALPHABET.charAt((37 - product) % 36);
    }
}
