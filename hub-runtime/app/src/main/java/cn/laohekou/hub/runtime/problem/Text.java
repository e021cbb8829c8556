package cn.laohekou.hub.runtime.problem;

/**
 * One sentence in both languages of the hub.
 *
 * @param zh Chinese
 * @param en English
 */
public record Text(String zh, String en) {

    /** The sentence in one language. */
    public String in(boolean english) {
        return english ? en : zh;
    }
}
