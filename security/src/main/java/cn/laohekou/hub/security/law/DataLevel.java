package cn.laohekou.hub.security.law;

import java.util.Collection;

/**
 * Levels of data: 1 to 4 general (GB/T 43697-2024, levels as in provincial practice), then important and core. Whatever
 * holds several takes the highest (就高从严).
 */
public final class DataLevel {

    /** Highest level of general data. */
    public static final int GENERAL_MAX = 4;

    /** 重要数据. */
    public static final int IMPORTANT = 5;

    /** 核心数据. */
    public static final int CORE = 6;

    private DataLevel() {}

    /** The level of a whole with the given parts. */
    public static int of(int own, Collection<Integer> parts) {
        int highest = own;
        for (int part : parts) {
            highest = Math.max(highest, part);
        }
        return highest;
    }

    /** A level's class in Chinese. */
    public static String zh(int level) {
        return level >= CORE ? "核心数据" : level == IMPORTANT ? "重要数据" : "一般数据第" + level + "级";
    }
}
