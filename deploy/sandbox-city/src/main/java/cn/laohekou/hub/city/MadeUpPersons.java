package cn.laohekou.hub.city;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes the same persons every time: the examples in the documents keep working. */
final class MadeUpPersons {

    static final int COUNT = 40;

    /** Division code of Laohekou (GB/T 2260). */
    private static final String AREA = "420682";

    /** No calendar has a thirteenth month: the number is nobody's. */
    private static final String IMPOSSIBLE_MONTH = "13";

    /** Weights of ISO 7064 MOD 11-2 as tabulated in GB 11643-1999. */
    private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private static final String CHECK_CHARACTERS = "10X98765432";
    private static final int FIRST_YEAR = 1950;
    private static final String[] SURNAMES = {"沈", "陶", "卫", "柏", "费", "岑", "薛", "殷", "罗", "毕"};
    private static final String[] GIVEN_NAMES = {"试一", "样二", "演三", "例四", "虚五", "构六", "拟七", "测八"};

    private MadeUpPersons() {}

    /** The persons, living one after the other in the given villages. */
    static List<Person> in(List<Village> villages) {
        List<Person> persons = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            persons.add(person(i, villages.get(i * 6 % villages.size())));
        }
        return persons;
    }

    /** A resident identity number with a valid check digit that belongs to nobody. */
    static String idNumber(int index) {
        String digits = AREA
                + (FIRST_YEAR + index)
                + IMPOSSIBLE_MONTH
                + String.format(Locale.ROOT, "%02d%03d", 1 + index % 28, 1 + index * 7);
        return digits + checkCharacter(digits);
    }

    static char checkCharacter(String digits) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * (digits.charAt(i) - '0');
        }
        return CHECK_CHARACTERS.charAt(sum % CHECK_CHARACTERS.length());
    }

    private static Person person(int index, Village village) {
        String idNumber = idNumber(index);
        int household = index / 4;
        return new Person(
                idNumber,
                name(index),
                (idNumber.charAt(16) - '0') % 2 == 1 ? "男" : "女",
                String.format(Locale.ROOT, "1990000%04d", 1000 + index * 37),
                village.code(),
                "湖北省老河口市" + village.townName() + village.name() + (1 + index) + "号",
                String.format(Locale.ROOT, "62000000000000%05d", 10_000 + index),
                String.format(Locale.ROOT, "H%06d", household),
                name(household * 4));
    }

    private static String name(int index) {
        return SURNAMES[index % SURNAMES.length] + GIVEN_NAMES[index / 4 % GIVEN_NAMES.length];
    }
}
