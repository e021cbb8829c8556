package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.connector.catalogue.Finding;
import cn.laohekou.hub.connector.catalogue.Plugin;
import cn.laohekou.hub.connector.catalogue.PluginOffer;
import cn.laohekou.hub.runtime.plugin.EnabledPlugins;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.Registry;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Connector plugins: what is installed, what the validator says, what may be used. */
@Path("/api/v1/connector-plugins")
@Tag(name = "connector-plugins", description = "连接器类型")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PluginsApi {

    private final Registry registry;
    private final CurrentCall current;
    private final EnabledPlugins plugins;

    PluginsApi(Registry registry, CurrentCall current, EnabledPlugins plugins) {
        this.registry = registry;
        this.current = current;
        this.plugins = plugins;
    }

    @GET
    @Operation(summary = "列出 List what is installed, refused files included")
    public Queries.Page list() {
        return new Queries.Page(plugins.offers().stream().map(this::view).toList(), null);
    }

    @GET
    @Path("/{plugin}")
    @Operation(summary = "查看 Show with the form of its settings and its README")
    public ObjectNode get(@PathParam("plugin") String name) {
        PluginOffer offer = offer(name);
        ObjectNode view = view(offer);
        Optional<Plugin> plugin = offer.plugin();
        if (plugin.isPresent()) {
            view.set("settingsSchema", Json.request(utf8(plugin.get().settingsSchema())));
            view.put("readme", plugin.get().readme());
        }
        return view;
    }

    @POST
    @Path("/{plugin}/validate")
    @Operation(summary = "校验 Look at the file again and say what the validator finds")
    public ObjectNode validate(@PathParam("plugin") String name) {
        plugins.refresh();
        return view(offer(name));
    }

    @POST
    @Path("/{plugin}/enable")
    @StepUp
    @Operation(summary = "启用 Let connectors use exactly this content; sha256 names the content that was looked at")
    public ObjectNode enable(@PathParam("plugin") String name, byte @Nullable [] body) {
        PluginOffer offer = offer(name);
        if (offer.plugin().isEmpty()) {
            throw new Refused(Problem.of(
                    ErrorCode.REGISTRATION_INVALID,
                    offer.findings().stream()
                            .map(found -> FieldError.of(found.pointer(), found.chinese(), found.english()))
                            .toList()));
        }
        ObjectNode json = Bodies.optional(body);
        if (json.has("sha256") && !json.path("sha256").asText().equals(offer.sha256())) {
            throw Refused.of(
                    ErrorCode.STATE_CONFLICT,
                    "文件内容已变化，请重新查看后再启用。",
                    "The file has changed since: look at it again first.");
        }
        registry.plugins().decide(current.write(body), name, offer.sha256(), true);
        return view(offer(name));
    }

    @POST
    @Path("/{plugin}/disable")
    @Operation(summary = "停用 Let no connector use it")
    public ObjectNode disable(@PathParam("plugin") String name) {
        registry.plugins().decide(current.write(null), name, offer(name).sha256(), false);
        return view(offer(name));
    }

    private PluginOffer offer(String name) {
        return plugins.offers().stream()
                .filter(offer -> offer.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refused.of(ErrorCode.NOT_FOUND));
    }

    private ObjectNode view(PluginOffer offer) {
        ObjectNode view = Json.object()
                .put("name", offer.name())
                .put("source", offer.source().name())
                .put("sha256", offer.sha256())
                .put("state", state(offer));
        offer.plugin()
                .ifPresent(plugin -> view.put("title", plugin.title())
                        .put("description", plugin.description())
                        .put("version", plugin.version()));
        var findings = view.putArray("findings");
        for (Finding finding : offer.findings()) {
            findings.addObject()
                    .put("severity", finding.severity().name())
                    .put("pointer", finding.pointer())
                    .put("zh", finding.chinese())
                    .put("en", finding.english());
        }
        return view;
    }

    private String state(PluginOffer offer) {
        if (offer.plugin().isEmpty()) {
            return "refused";
        }
        return plugins.isEnabled(offer) ? "enabled" : "offered";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
