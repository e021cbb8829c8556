package cn.laohekou.hub.security.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateIdentifierTest {

    /** Made up; its codes and check character are right. */
    private static final String MADE_UP = "1.2.156.3005.2.11100000000013338W999.11420682000000000N.2026112100001.001.H";

    @Test
    void readsAnIdentifierAndWritesItAgain() {
        CertificateIdentifier read = Objects.requireNonNull(CertificateIdentifier.parse(MADE_UP));

        assertThat(read.type()).isEqualTo("11100000000013338W999");
        assertThat(read.issuer()).isEqualTo("11420682000000000N");
        assertThat(read.serial()).isEqualTo("2026112100001");
        assertThat(read.version()).isEqualTo("001");
        assertThat(read.division()).isEqualTo("420682");
        assertThat(read.text()).isEqualTo(MADE_UP);
        assertThat(read.toString()).doesNotContain("2026112100001");
    }

    @Test
    void everySingleChangedCharacterIsNoticed() {
        String alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (int at = CertificateIdentifier.PREFIX.length(); at < MADE_UP.length(); at++) {
            if (MADE_UP.charAt(at) == '.') {
                continue;
            }
            for (int value = 0; value < alphabet.length(); value++) {
                char other = alphabet.charAt(value);
                String changed = MADE_UP.substring(0, at) + other + MADE_UP.substring(at + 1);
                if (other != MADE_UP.charAt(at)) {
                    assertThat(CertificateIdentifier.parse(changed))
                            .as("place %s, %s", at, other)
                            .isNull();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "H",
                "1.2.156.3005.3.11100000000013338W999.11420682000000000N.2026112100001.001.H",
                "1.2.156.3005.2.11100000000013338W999.11420682000000000N.2026112100001.001",
                "1.2.156.3005.2.11100000000013338W999.11420682000000000N.2026112100001.001.h",
                "1.2.156.3005.2.11100000000013338W999.11420682000000000N..001.H",
                " 1.2.156.3005.2.11100000000013338W999.11420682000000000N.2026112100001.001.H"
            })
    void refusesWhatHasAnotherForm(String text) {
        assertThat(CertificateIdentifier.parse(text)).isNull();
    }

    @Test
    void refusesWhatIsLongerThanAnyIdentifier() {
        assertThat(CertificateIdentifier.parse(MADE_UP + "1".repeat(CertificateIdentifier.MAX_LENGTH)))
                .isNull();
        assertThat(CertificateIdentifier.parse(null)).isNull();
    }

    @Test
    void aTypeIsACodeAndThreeDigits() {
        assertThat(CertificateIdentifier.isType("11100000000013338W011")).isTrue();
        assertThat(CertificateIdentifier.isType("11100000000013338X011")).isFalse();
        assertThat(CertificateIdentifier.isType("11100000000013338W01")).isFalse();
    }
}
