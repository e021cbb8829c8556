package cn.laohekou.hub.connector.api;

/** Is told files one by one, so that a folder of any size is never held as a whole. Not thread-safe. */
@FunctionalInterface
public interface FileEntries {

    /**
     * A regular file.
     *
     * @param name its name in the folder
     * @param size bytes
     * @param modified last change in milliseconds since 1970, as exact as the counterpart tells
     */
    record Entry(String name, long size, long modified) {}

    /**
     * Takes a file.
     *
     * @param entry the file
     * @return whether more are wanted
     */
    boolean take(Entry entry);
}
