package cn.laohekou.hub.city;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MadeUpPersonsTest {

    @Test
    void theCheckCharacterIsThatOfTheStandard() {
        // The worked example of GB 11643-1999.
        assertThat(MadeUpPersons.checkCharacter("11010519491231002")).isEqualTo('X');
    }

    @Test
    void noNumberCanBelongToAnybody() throws IOException {
        List<Person> persons = MadeUpPersons.in(Divisions.villages());

        assertThat(persons).hasSize(MadeUpPersons.COUNT);
        Set<String> numbers = new HashSet<>();
        for (Person person : persons) {
            String number = person.idNumber();
            assertThat(number).matches("420682\\d{11}[0-9X]");
            assertThat(MadeUpPersons.checkCharacter(number.substring(0, 17))).isEqualTo(number.charAt(17));
            assertThatThrownBy(() -> LocalDate.of(
                            Integer.parseInt(number.substring(6, 10)),
                            Integer.parseInt(number.substring(10, 12)),
                            Integer.parseInt(number.substring(12, 14))))
                    .isInstanceOf(DateTimeException.class);
            assertThat(numbers.add(number)).isTrue();
            assertThat(person.phone()).matches("1990000\\d{4}");
        }
    }

    @Test
    void theListsAreWholeAndFitTogether() throws IOException {
        assertThat(Divisions.towns()).hasSize(13);
        assertThat(Divisions.villages())
                .hasSize(259)
                .allMatch(village -> village.code().startsWith(village.townCode()))
                .noneMatch(village -> village.townName().isEmpty());
    }
}
