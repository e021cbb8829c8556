package cn.laohekou.hub.cli.manifest;

import cn.laohekou.hub.cli.api.CommandFailed;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a folder (or one file) of YAML manifests and puts variables into {@code ${name}}. */
public final class ManifestFolder {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z][a-z0-9-]*)}");

    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final Map<String, String> variables;

    /** @param variables values for {@code ${name}}; may hold secrets, which is why no message shows a value */
    public ManifestFolder(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /**
     * Reads every {@code .yaml} and {@code .yml} file.
     *
     * @param folder folder or single file
     * @return the manifests, what others refer to first
     * @throws CommandFailed naming file and fault
     */
    public List<Manifest> read(Path folder) throws CommandFailed {
        List<Manifest> manifests = new ArrayList<>();
        for (Path file : files(folder)) {
            try (MappingIterator<JsonNode> documents =
                    YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
                while (documents.hasNextValue()) {
                    JsonNode document = documents.nextValue();
                    if (!document.isNull()) {
                        manifests.add(manifest(document, file.getFileName().toString()));
                    }
                }
            } catch (JsonProcessingException e) {
                throw new CommandFailed(
                        "文件 " + file + " 第 " + line(e) + " 行不是有效的 YAML。 Line " + line(e) + " is not valid YAML.", e);
            } catch (IOException e) {
                throw new CommandFailed("无法读取 " + file + "。 The file cannot be read.", e);
            }
        }
        manifests.sort(Comparator.comparing(Manifest::kind));
        return manifests;
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }

    private static List<Path> files(Path folder) throws CommandFailed {
        if (Files.isRegularFile(folder)) {
            return List.of(folder);
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CommandFailed("无法读取目录 " + folder + "。 The folder cannot be read.", e);
        }
    }

    private Manifest manifest(JsonNode document, String source) throws CommandFailed {
        String word = document.path("kind").asText("");
        Optional<ManifestKind> kind = Arrays.stream(ManifestKind.values())
                .filter(k -> k.word().equals(word))
                .findFirst();
        if (kind.isEmpty()) {
            String known = String.join(
                    ", ",
                    Arrays.stream(ManifestKind.values()).map(ManifestKind::word).toList());
            throw new CommandFailed(source + ": kind 应为以下之一：" + known + "。 kind must be one of these.");
        }
        String name = document.path("metadata").path("name").asText("");
        if (name.isBlank() || !(document.get("spec") instanceof ObjectNode spec)) {
            throw new CommandFailed(source + ": 缺少 metadata.name 或 spec。 metadata.name or spec is missing.");
        }
        String department = document.path("metadata").path("department").asText("");
        return new Manifest(kind.get(), name, department, (ObjectNode) resolve(spec, source), source);
    }

    private JsonNode resolve(JsonNode node, String source) throws CommandFailed {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = YAML.createObjectNode();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                copy.set(member.getKey(), resolve(member.getValue(), source));
            }
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = YAML.createArrayNode();
            for (JsonNode item : array) {
                copy.add(resolve(item, source));
            }
            return copy;
        }
        return node instanceof TextNode text ? resolve(text.textValue(), source) : node;
    }

    /** A value that is nothing but one variable with a number becomes a number. */
    private JsonNode resolve(String text, String source) throws CommandFailed {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        boolean any = false;
        while (matcher.find()) {
            String value = variables.get(matcher.group(1));
            if (value == null) {
                throw new CommandFailed(source + ": 变量 " + matcher.group(1) + " 没有值，请用 --set 或 --set-file 给出。 Variable "
                        + matcher.group(1) + " has no value; give it with --set or --set-file.");
            }
            any = true;
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(resolved);
        if (any && VARIABLE.matcher(text).matches() && resolved.toString().matches("\\d{1,9}")) {
            return YAML.getNodeFactory().numberNode(Integer.parseInt(resolved.toString()));
        }
        return TextNode.valueOf(resolved.toString());
    }
}
