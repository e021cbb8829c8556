package cn.laohekou.hub.connector.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JDBC drivers: those of the hub, and jars an administrator of the machine laid into a folder. */
final class Drivers {

    private final List<Driver> own = List.of(new org.postgresql.Driver(), new org.mariadb.jdbc.Driver());
    private final @Nullable Path folder;
    private @Nullable List<Driver> added;

    /**
     * @param folder folder of further drivers' jars; null when there is none
     */
    Drivers(@Nullable Path folder) {
        this.folder = folder;
    }

    /** The driver of an address. */
    Driver of(String url) throws ConnectorFault {
        for (Driver driver : own) {
            if (accepts(driver, url)) {
                return driver;
            }
        }
        for (Driver driver : added()) {
            if (accepts(driver, url)) {
                return driver;
            }
        }
        throw Faults.misconfigured(
                "没有此数据库的 JDBC 驱动；请管理员把驱动 jar 放入枢纽目录的 drivers 文件夹并重启连接器。",
                "There is no JDBC driver for this database; have its jar put into the folder drivers of the hub's home and"
                        + " restart the connector.");
    }

    private static boolean accepts(Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (SQLException e) {
            return false;
        }
    }

    private synchronized List<Driver> added() throws ConnectorFault {
        List<Driver> known = added;
        if (known == null || known.isEmpty()) {
            known = load();
            added = known;
        }
        return known;
    }

    @SuppressWarnings("resource") // lives as long as the drivers do
    private List<Driver> load() throws ConnectorFault {
        List<URL> jars = new ArrayList<>();
        if (folder != null && Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .toList()) {
                    jars.add(url(jar));
                }
            } catch (IOException e) {
                throw Faults.misconfigured("drivers 文件夹无法读取。", "The folder drivers cannot be read.");
            }
        }
        if (jars.isEmpty()) {
            return List.of();
        }
        ClassLoader loader = new URLClassLoader(jars.toArray(new URL[0]), Drivers.class.getClassLoader());
        List<Driver> found = new ArrayList<>();
        ServiceLoader.load(Driver.class, loader).forEach(found::add);
        return found;
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }
}
