package cn.laohekou.hub.security.law;

import cn.laohekou.hub.security.identity.ResidentId;

/** Finds resident identity numbers in what people write: such text would stay in audit records for years. */
public final class PersonalText {

    private PersonalText() {}

    /** Whether somewhere in the text stands a resident identity number with the right check character. */
    public static boolean holdsResidentId(String text) {
        for (int i = 0; i + ResidentId.LENGTH <= text.length(); i++) {
            if (ResidentId.isValid(text.subSequence(i, i + ResidentId.LENGTH))) {
                return true;
            }
        }
        return false;
    }
}
