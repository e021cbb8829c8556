package cn.laohekou.hub.connector.file;

import cn.laohekou.hub.connector.api.FolderGuard;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** Camel component {@code hub-directory:<connector>}: a folder of this machine, local or mounted. */
public final class HubDirectoryComponent extends DefaultComponent {

    /**
     * What a connector of folders is set to.
     *
     * @param connector its name
     * @param folder absolute path
     */
    public record Options(String connector, String folder) {}

    /** For Camel, which finds the component by its scheme. */
    public HubDirectoryComponent() {}

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Options options =
                new Options(remaining, getAndRemoveOrResolveReferenceParameter(parameters, "folder", String.class, ""));
        return new FileEndpoint(
                uri,
                this,
                options,
                () -> new DirectoryStore(
                        options.connector(),
                        options.folder(),
                        // Without a guard there is no route at all: a missing bean must not open every folder.
                        CamelContextHelper.mandatoryLookup(getCamelContext(), FolderGuard.BEAN, FolderGuard.class)));
    }
}
