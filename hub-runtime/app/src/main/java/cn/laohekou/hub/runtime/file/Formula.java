package cn.laohekou.hub.runtime.file;

import java.util.regex.Pattern;

/** Tells text a spreadsheet would take for a formula (OWASP, CSV injection): a number with its sign is none. */
final class Formula {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}([.,]\\d{1,30})?%?");

    private Formula() {}

    static boolean like(String cell) {
        if (cell.isEmpty()) {
            return false;
        }
        return switch (cell.charAt(0)) {
            case '=', '@', '\t', '\r', '＝', '＠' -> true;
            case '+', '-', '＋', '－' -> !NUMBER.matcher(cell).matches();
            default -> false;
        };
    }
}
