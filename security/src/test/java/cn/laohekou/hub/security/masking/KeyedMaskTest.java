package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.security.crypto.SealBroken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KeyedMaskTest {

    private static final String ID = "420682199001011234";

    private final TestKeyring keyring = new TestKeyring();

    private FieldKeys keys(String system, String scope) {
        return new ConsumerKeys(keyring, system, scope, "household", field -> "field-" + field);
    }

    private FieldKeys department(String code) {
        return keys("system-of-" + code, ConsumerKeys.ofDepartment(code));
    }

    private static String filtered(JsonFilter filter, String answer, FieldKeys keys) throws Unfilterable {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        return new String(
                filter.filter(bytes, 0, bytes.length, new Release(subject -> {}, null, keys)), StandardCharsets.UTF_8);
    }

    @Test
    void oneDepartmentJoinsItsOwnDataByPseudonymAcrossResourcesAndSpellings() {
        FieldKeys one = department("A");
        FieldKeys other = new ConsumerKeys(keyring, "another-system", ConsumerKeys.ofDepartment("A"), "tax", f -> "x");

        assertThat(one.pseudonym(ID)).matches("p1\\.[A-Za-z0-9_-]{22}").isEqualTo(other.pseudonym(ID));
        assertThat(one.pseudonym("42068219900101123x")).isEqualTo(one.pseudonym(" ４２０６８２-19900101-123X"));
        assertThat(one.pseudonym(ID)).isNotEqualTo(one.pseudonym("420682199001011235"));
    }

    @Test
    void twoDepartmentsCannotJoinUnlessTheyShareADomain() {
        assertThat(department("A").pseudonym(ID)).isNotEqualTo(department("B").pseudonym(ID));
        assertThat(keys("a", "domain/survey/A,B").pseudonym(ID))
                .isEqualTo(keys("b", "domain/survey/A,B").pseudonym(ID));
        assertThat(keys("a", "domain/survey/A,B").pseudonym(ID))
                .isNotEqualTo(keys("c", "domain/survey/A,B,C").pseudonym(ID))
                .isNotEqualTo(department("A").pseudonym(ID));
    }

    @Test
    void anIdentifierIsStillFoundByThePseudonymsOfEarlierKeys() {
        String before = department("A").pseudonym(ID);
        keyring.rotate();
        String after = department("A").pseudonym(ID);

        assertThat(after).startsWith("p2.").isNotEqualTo(before);
        assertThat(ConsumerKeys.pseudonyms(keyring, ConsumerKeys.ofDepartment("A"), ID))
                .isEqualTo(List.of(after, before));
    }

    @Test
    void anEncryptedFieldNamesItsKeyAndOpensForItsConsumerAndPlaceOnly() throws Unfilterable {
        JsonFilter filter = Filters.of("a:TEXT:sm4", "b:BOOLEAN:sm4", "n:NUMBER:sm4");
        assertThat(filter.keyed()).isTrue();

        String released = filtered(filter, "{\"a\":\"孟楼村\",\"b\":true,\"n\":1.50}", keys("grid", "department/A"));

        assertThat(released)
                .matches("\\{\"a\":\"sm4:field-grid/1:[A-Za-z0-9_-]+\",\"b\":\"sm4:[^\"]+\",\"n\":\"sm4:[^\"]+\"}");
        byte[] bytes = Base64.getUrlDecoder()
                .decode(released.split("sm4:field-grid/1:", -1)[1].split("\"", -1)[0]);
        assertThat(keyring.open("grid", "household/field-0".getBytes(StandardCharsets.UTF_8), bytes))
                .isEqualTo("孟楼村");
        assertThatThrownBy(() -> keyring.open("grid", "household/field-1".getBytes(StandardCharsets.UTF_8), bytes))
                .isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> keyring.open("tax", "household/field-0".getBytes(StandardCharsets.UTF_8), bytes))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void equalValuesDoNotShowInTheirEncryptedForm() {
        FieldKeys keys = keys("grid", "department/A");

        assertThat(keys.encrypt(0, "x")).isNotEqualTo(keys.encrypt(0, "x"));
    }

    @Test
    void pseudonymsAndMarksGoThroughTheFilterAndNullStaysNull() throws Unfilterable {
        JsonFilter filter =
                Filters.of("a:TEXT:pseudonym", "i:INTEGER:pseudonym", "e:TEXT:pseudonym", "z:TEXT:pseudonym");
        FieldKeys keys = department("A");

        assertThat(filtered(filter, "{\"a\":\"x\",\"i\":7,\"e\":\"\",\"z\":null}", keys))
                .isEqualTo("{\"a\":\"" + keys.pseudonym("x") + "\",\"i\":\"" + keys.pseudonym("7")
                        + "\",\"e\":\"\",\"z\":null}");
    }

    @Test
    void withoutTheKeysNothingIsReleased() {
        byte[] answer = "{\"a\":\"x\"}".getBytes(StandardCharsets.UTF_8);

        for (AnswerFilter filter : List.of(Filters.of("a:TEXT:pseudonym"), XmlFilters.of("a.b|TEXT|sm4"))) {
            assertThatThrownBy(() -> filter.filter(answer, 0, answer.length, Release.of(subject -> {})))
                    .isInstanceOf(IllegalStateException.class);
        }
        Mask mask = Objects.requireNonNull(Mask.parse("pseudonym"));
        assertThatThrownBy(() -> mask.apply("x")).isInstanceOf(IllegalStateException.class);
    }
}
