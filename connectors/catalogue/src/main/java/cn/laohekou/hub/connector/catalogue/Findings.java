package cn.laohekou.hub.connector.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects sentences. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();

    void error(String pointer, String chinese, String english) {
        all.add(Finding.error(pointer, chinese, english));
    }

    void warning(String pointer, String chinese, String english) {
        all.add(Finding.warning(pointer, chinese, english));
    }

    void addAll(List<Finding> others) {
        all.addAll(others);
    }

    /** Errors first, otherwise in the order they were found. */
    List<Finding> sorted() {
        List<Finding> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(Finding::severity));
        return sorted;
    }

    /** One more step of a JSON Pointer (RFC 6901, 3). */
    static String below(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
