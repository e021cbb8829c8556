package cn.laohekou.hub.runtime.file;

import cn.laohekou.hub.security.policy.ExchangeShape;

/** Names files get at their target. */
final class Names {

    private Names() {}

    /** Records are released as comma-separated values, whatever they were read from. */
    static String released(ExchangeShape.File shape, String name) {
        ExchangeShape.File.Records records = shape.records();
        if (records == null || records.format() == ExchangeShape.File.Format.CSV) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + ".csv";
    }

    /** A name with a number before its extension. */
    static String versioned(String name, int number) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) + ".v" + number + name.substring(dot) : name + ".v" + number;
    }
}
