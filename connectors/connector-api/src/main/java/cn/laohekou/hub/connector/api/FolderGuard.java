package cn.laohekou.hub.connector.api;

import java.nio.file.Path;

/**
 * Decides which folders of the hub's own machine a connector may use. Bound in the Camel registry under {@link #BEAN}; a
 * component asks it before <em>each</em> piece of work. Blocks for as long as a database query takes.
 */
@FunctionalInterface
public interface FolderGuard {

    /** Name under which the guard is bound in the Camel registry. */
    String BEAN = "hubFolderGuard";

    /**
     * Checks a folder against the security team's list for the connector's department.
     *
     * @param connector name of the connector on whose behalf files are read or written
     * @param folder real path of the folder, without symbolic links
     * @throws ConnectorFault {@link FaultCode#ADDRESS_NOT_ALLOWED} unless the folder, or one above it, was allowed
     */
    void check(String connector, Path folder) throws ConnectorFault;
}
