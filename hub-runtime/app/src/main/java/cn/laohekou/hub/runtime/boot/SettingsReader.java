package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.embedded.CannotStart;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads settings and collects every complaint, so that the operator hears of all at once. Values are never echoed. */
final class SettingsReader {

    private static final int LAST_PORT = 65_535;

    private final Map<String, String> environment;
    private final List<String> complaints = new ArrayList<>();

    SettingsReader(Map<String, String> environment) {
        this.environment = new TreeMap<>(environment);
    }

    /** A value; a blank one counts as not given. */
    Optional<String> text(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A value without which the hub cannot start; empty text after a complaint. */
    String requiredText(String name) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            complain("缺少 " + name + "，请设置后重试。 " + name + " is missing; set it and start again.");
        }
        return value.orElse("");
    }

    /** A path. */
    Optional<Path> path(String name) {
        try {
            return text(name).map(Path::of).map(path -> path.toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            complain(name + " 不是有效的路径。 " + name + " is not a valid path.");
            return Optional.empty();
        }
    }

    /** A path without which the hub cannot start; the current folder after a complaint. */
    Path requiredPath(String name) {
        requiredText(name);
        return path(name).orElse(Path.of(""));
    }

    /** A TCP port; 0 means a free one. */
    int port(String name, int otherwise) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.get().matches("\\d{1,5}") && Integer.parseInt(value.get()) <= LAST_PORT) {
            return Integer.parseInt(value.get());
        }
        complain(name + " 必须是 0 到 65535 的整数，0 表示任选空闲端口。 " + name
                + " must be a whole number from 0 to 65535; 0 takes a free port.");
        return otherwise;
    }

    /** A whole number within bounds. */
    int number(String name, int least, int most, int otherwise) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        // Nine digits fit an int.
        if (value.get().matches("\\d{1,9}")) {
            int number = Integer.parseInt(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        }
        complain(name + " 必须是 " + least + " 到 " + most + " 的整数。 " + name + " must be a whole number from " + least
                + " to " + most + ".");
        return otherwise;
    }

    /** True or false, given as {@code 1}, {@code true}, {@code 0} or {@code false}; false when not given. */
    boolean flag(String name) {
        String value = text(name).orElse("false");
        return switch (value) {
            case "1", "true" -> true;
            case "0", "false" -> false;
            default -> {
                complain(name + " 必须是 true 或 false。 " + name + " must be true or false.");
                yield false;
            }
        };
    }

    void complain(String sentence) {
        complaints.add(sentence);
    }

    /** A mistyped name must not silently mean the default. */
    void refuseUnknown(Set<String> known) {
        environment.keySet().stream()
                .filter(name -> name.startsWith("HUB_") && !known.contains(name))
                .forEach(name ->
                        complain("不认识设置 " + name + "，请检查拼写。 Unknown setting " + name + "; check its spelling."));
    }

    void finish() throws CannotStart {
        if (!complaints.isEmpty()) {
            throw new CannotStart(String.join(System.lineSeparator(), complaints));
        }
    }
}
