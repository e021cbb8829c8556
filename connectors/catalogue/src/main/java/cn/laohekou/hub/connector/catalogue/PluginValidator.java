package cn.laohekou.hub.connector.catalogue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Decides whether a Kamelet may be offered as a plugin, and says why not in sentences. Stateless. */
public final class PluginValidator {

    private static final PluginRules RULES = PluginRules.load();

    /**
     * Looks at a Kamelet.
     *
     * @param name what its file or folder is called
     * @param kamelet the file's bytes
     * @return everything found, errors first; usable exactly when none of them is an error
     */
    public List<Finding> validate(String name, byte[] kamelet) {
        return offer(new PluginSource(name, Plugin.Source.DROPPED_IN, kamelet, "", ""))
                .findings();
    }

    PluginOffer offer(PluginSource source) {
        Findings findings = new Findings();
        List<Finding> unreadable = new ArrayList<>();
        Optional<PluginDocument> document = PluginFile.read(source.kamelet(), unreadable);
        findings.addAll(unreadable);
        document.ifPresent(read -> check(source, read, findings));
        List<Finding> all = findings.sorted();
        String hash = sha256(source.kamelet());
        boolean usable = all.stream().noneMatch(Finding::isError);
        Optional<Plugin> plugin = usable ? document.map(read -> plugin(source, hash, read)) : Optional.empty();
        return new PluginOffer(source.name(), source.source(), hash, plugin, all);
    }

    private static void check(PluginSource source, PluginDocument document, Findings findings) {
        new StructureCheck(document, RULES, findings).run(source.name());
        new SchemaCheck(document, RULES, findings).run();
        new TemplateCheck(document, RULES, findings).run();
        new CompanionCheck(source, findings).run();
    }

    PluginOffer refused(String name, Finding finding) {
        return new PluginOffer(name, Plugin.Source.DROPPED_IN, "", Optional.empty(), List.of(finding));
    }

    PluginOffer refused(String name, byte[] kamelet, Finding finding) {
        return new PluginOffer(name, Plugin.Source.DROPPED_IN, sha256(kamelet), Optional.empty(), List.of(finding));
    }

    private static Plugin plugin(PluginSource source, String hash, PluginDocument document) {
        return new Plugin(
                source.name(),
                document.text("/spec/definition/title"),
                document.text("/spec/definition/description"),
                document.at("/metadata/annotations")
                        .path("camel.apache.org/catalog.version")
                        .asText("0"),
                source.source(),
                hash,
                new String(source.kamelet(), StandardCharsets.UTF_8),
                source.readme(),
                document);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
