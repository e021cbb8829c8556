package cn.laohekou.hub.connector.catalogue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Reads a file somebody dropped in: one plain document, no anchors, no tags, of bounded size and depth. */
final class PluginFile {

    /** Many times the largest Kamelet of the public catalogue. */
    static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_DEPTH = 40;

    private PluginFile() {}

    /**
     * Reads a file.
     *
     * @param bytes the file
     * @param findings gets a sentence for each thing that is wrong
     * @return the document, empty exactly when a finding says why not
     */
    static Optional<PluginDocument> read(byte[] bytes, List<Finding> findings) {
        if (bytes.length > MAX_BYTES) {
            findings.add(Finding.error(
                    "", "文件超过 " + MAX_BYTES + " 字节。", "The file is larger than " + MAX_BYTES + " bytes."));
            return Optional.empty();
        }
        List<Finding> own = new ArrayList<>();
        String text = decode(bytes, own);
        if (own.isEmpty()) {
            checkEvents(text, own);
        }
        Optional<PluginDocument> document = own.isEmpty() ? parse(text, own) : Optional.empty();
        findings.addAll(own);
        return document;
    }

    private static String decode(byte[] bytes, List<Finding> findings) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            findings.add(Finding.error("", "文件不是 UTF-8 文本。", "The file is not UTF-8 text."));
            return "";
        }
    }

    private static void checkEvents(String text, List<Finding> findings) {
        boolean anchors = false;
        boolean tags = false;
        int documents = 0;
        try {
            for (Event event : new Yaml(limits()).parse(new StringReader(text))) {
                documents += event instanceof DocumentStartEvent ? 1 : 0;
                anchors |= event instanceof AliasEvent || (event instanceof NodeEvent node && node.getAnchor() != null);
                tags |= isTagged(event);
            }
        } catch (YAMLException e) {
            findings.add(
                    Finding.error("", "文件不是可读的 YAML，或嵌套过深。", "The file is not readable YAML, or nested too deeply."));
            return;
        }
        if (documents != 1) {
            findings.add(Finding.error(
                    "",
                    "文件须恰好含一个 YAML 文档，现有 " + documents + " 个。",
                    "The file must hold exactly one YAML document, not " + documents + "."));
        }
        if (anchors) {
            findings.add(Finding.error(
                    "",
                    "不允许 YAML 锚点（&）与引用（*），请直接写出内容。",
                    "YAML anchors (&) and aliases (*) are not allowed; write the content out."));
        }
        if (tags) {
            findings.add(Finding.error("", "不允许 YAML 标签（!）。", "YAML tags (!) are not allowed."));
        }
    }

    private static boolean isTagged(Event event) {
        return (event instanceof ScalarEvent scalar && scalar.getTag() != null)
                || (event instanceof CollectionStartEvent start && start.getTag() != null);
    }

    private static Optional<PluginDocument> parse(String text, List<Finding> findings) {
        ObjectMapper yaml = new ObjectMapper(YAMLFactory.builder()
                .loaderOptions(limits())
                .build()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));
        try {
            JsonNode root = yaml.readTree(text);
            if (root instanceof ObjectNode object) {
                return Optional.of(new PluginDocument(object));
            }
            findings.add(Finding.error("", "文件的顶层须为对象。", "The file's top level must be an object."));
        } catch (JsonProcessingException e) {
            findings.add(Finding.error("", "文件不是可读的 YAML，或有重复的键。", "The file is not readable YAML, or repeats a key."));
        }
        return Optional.empty();
    }

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setAllowDuplicateKeys(false);
        limits.setMaxAliasesForCollections(0);
        limits.setNestingDepthLimit(MAX_DEPTH);
        limits.setCodePointLimit(MAX_BYTES);
        return limits;
    }
}
