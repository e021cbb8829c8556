package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.runtime.api.ConnectorRuntime;
import cn.laohekou.hub.runtime.reconcile.ConnectorStatus;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows the management API what the reconciler knows. */
@ApplicationScoped
class ConnectorRuntimeView implements ConnectorRuntime {

    private final Connectors connectors;
    private final HubConfig config;

    ConnectorRuntimeView(Connectors connectors, HubConfig config) {
        this.connectors = connectors;
        this.config = config;
    }

    @Override
    public Optional<ObjectNode> status(String connector) {
        return connectors.status(connector).map(ConnectorRuntimeView::view);
    }

    @Override
    public List<ObjectNode> statuses() {
        return connectors.statuses().stream().map(ConnectorRuntimeView::view).toList();
    }

    @Override
    public void restart(String connector) {
        connectors.restart(connector);
    }

    @Override
    public String node() {
        return config.node();
    }

    @Override
    public boolean inStep() {
        return connectors.inStep();
    }

    private static ObjectNode view(ConnectorStatus status) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("connector", status.connector());
        view.put("node", status.node());
        view.put("desiredRevision", status.desiredRevision());
        view.put("runningRevision", status.runningRevision());
        view.put("state", status.state().name().toLowerCase(Locale.ROOT));
        view.put("lastError", status.lastError());
        view.put("since", status.since().toString());
        return view;
    }
}
