package cn.laohekou.hub.connector.table;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC address taken apart. Drivers take parameters that load classes, read files or name other hosts; so only one
 * host, one database and parameters from a list are accepted, and the driver gets an address the hub wrote itself.
 *
 * @param product product as the address names it; {@code mysql} is taken as {@code mariadb}
 * @param host name or address literal, without brackets
 * @param port TCP port
 * @param database name of database, schema or service
 * @param parameters harmless parameters
 */
record JdbcAddress(String product, String host, int port, String database, Map<String, String> parameters) {

    private static final String HOST = "([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])";
    private static final String NAME = "([\\p{L}\\p{N}_.$-]{1,63})";

    private static final Pattern USUAL = Pattern.compile("jdbc:(postgresql|mariadb|mysql|kingbase8|dm)://" + HOST
            + "(?::([0-9]{1,5}))?/" + NAME + "(?:\\?([A-Za-z0-9_=&,.-]{1,500}))?");

    private static final Pattern ORACLE =
            Pattern.compile("jdbc:(oracle):thin:@//" + HOST + "(?::([0-9]{1,5}))?/" + NAME + "()?");

    private static final Map<String, Integer> PORTS =
            Map.of("postgresql", 5432, "mariadb", 3306, "kingbase8", 54321, "dm", 5236, "oracle", 1521);

    /** By product: what changes nothing but how names are found. */
    private static final Map<String, Set<String>> PARAMETERS =
            Map.of("postgresql", Set.of("currentSchema"), "kingbase8", Set.of("currentSchema"), "dm", Set.of("schema"));

    private static final int MAX_PORT = 65_535;

    JdbcAddress {
        parameters = Map.copyOf(parameters);
    }

    static JdbcAddress parse(String url) throws ConnectorFault {
        Matcher parts = USUAL.matcher(url);
        if (!parts.matches()) {
            parts = ORACLE.matcher(url);
            if (!parts.matches()) {
                throw Faults.misconfigured(
                        "url 应为 jdbc:postgresql|mariadb|mysql|kingbase8|dm://主机[:端口]/库名 或 jdbc:oracle:thin:@//主机[:端口]/服务名，不含用户与口令。",
                        "url must be jdbc:postgresql|mariadb|mysql|kingbase8|dm://host[:port]/database or"
                                + " jdbc:oracle:thin:@//host[:port]/service, without user and password.");
            }
        }
        String product = parts.group(1).equals("mysql") ? "mariadb" : parts.group(1);
        int port = parts.group(3) == null ? PORTS.getOrDefault(product, 0) : Integer.parseInt(parts.group(3));
        if (port < 1 || port > MAX_PORT) {
            throw Faults.misconfigured("url 的端口应为 1 至 65535。", "The port in url must be 1 to 65535.");
        }
        String host = parts.group(2).replace("[", "").replace("]", "");
        String given = parts.groupCount() >= 5 && parts.group(5) != null ? parts.group(5) : "";
        return new JdbcAddress(product, host, port, parts.group(4), parameters(product, given));
    }

    private static Map<String, String> parameters(String product, String given) throws ConnectorFault {
        Map<String, String> read = new LinkedHashMap<>();
        for (String pair : given.isEmpty() ? new String[0] : given.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !PARAMETERS.getOrDefault(product, Set.of()).contains(name)) {
                throw Faults.misconfigured(
                        "url 中的参数 " + name + " 不被接受：驱动参数可以读取文件、加载类或另指主机；加密请用 tls。",
                        "Parameter " + name
                                + " in url is not accepted: driver parameters can read files, load classes or"
                                + " name other hosts; use tls for encryption.");
            }
            read.put(name, pair.substring(equals + 1));
        }
        return read;
    }

    /** The address for the driver, to a host as it stands here. */
    String to(String target) {
        String written = target.indexOf(':') >= 0 ? "[" + target + "]" : target;
        if (product.equals("oracle")) {
            return "jdbc:oracle:thin:@//" + written + ":" + port + "/" + database;
        }
        StringBuilder url = new StringBuilder("jdbc:" + product + "://" + written + ":" + port + "/" + database);
        char mark = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(parameters).entrySet()) {
            url.append(mark).append(parameter.getKey()).append('=').append(parameter.getValue());
            mark = '&';
        }
        return url.toString();
    }
}
