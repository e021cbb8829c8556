package cn.laohekou.hub.connector.api;

import java.util.List;

/**
 * Checks paths of files below a connector's folder. A name is 1 to 200 characters without control characters, {@code /},
 * {@code \}, {@code *} or {@code ?}, and is neither {@code .} nor {@code ..}: what would leave the folder, or mean several
 * files, is refused and never cleaned up.
 */
public final class FilePath {

    private static final int MAX_NAME = 200;
    private static final int MAX_DEPTH = 16;

    private FilePath() {}

    /** Whether this is one acceptable name. */
    public static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> Character.isISOControl(c) || "/\\*?".indexOf(c) >= 0);
    }

    /**
     * The names of a path.
     *
     * @param path names joined by {@code /}; empty for the folder itself
     * @throws ConnectorFault {@link FaultCode#COUNTERPART_REFUSED} when a name is not acceptable; the message holds none
     */
    public static List<String> names(String path) throws ConnectorFault {
        if (path.isEmpty()) {
            return List.of();
        }
        List<String> names = List.of(path.split("/", -1));
        if (names.size() > MAX_DEPTH || !names.stream().allMatch(FilePath::isName)) {
            throw new ConnectorFault(
                    FaultCode.COUNTERPART_REFUSED,
                    "文件路径不合要求（不得含 .. 、反斜杠、通配符或控制字符）。The path of a file must not hold .., backslashes, wildcards or control characters.");
        }
        return names;
    }
}
