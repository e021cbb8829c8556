package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random declarations and answers, compared with a second, independent way to say what may be released. */
class JsonFilterPropertyTest {

    private static final ObjectMapper TREE = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final List<LeafType> TYPES = List.of(LeafType.values());

    private static final String[] KEYS = {"a", "b", "c", "姓名", "d_1", "键", "x-y", "😀"};

    @ParameterizedTest
    @ValueSource(longs = {1, 20260101, 420682, -7})
    void theReleasedLeavesAreTheGrantedLeavesOfTheAnswer(long seed) throws Exception {
        Random random = new Random(seed);
        int withLeaves = 0;
        for (int round = 0; round < 400; round++) {
            Map<String, LeafType> declared = declaration(random);
            FilterBuilder builder = new FilterBuilder();
            TreeSet<String> granted = new TreeSet<>();
            for (Map.Entry<String, LeafType> leaf : declared.entrySet()) {
                boolean released = random.nextBoolean();
                if (released) {
                    granted.add(leaf.getKey());
                }
                Mask none = Objects.requireNonNull(Mask.parse("none"));
                assertThat(builder.add(new Leaf(leaf.getKey(), leaf.getValue(), none, released, !released, 0)))
                        .isNull();
            }
            String answer = answer(declared, random);
            DistinctSubjects subjects = new DistinctSubjects();

            String filtered = Filters.filter(builder.build(), answer.getBytes(StandardCharsets.UTF_8), subjects);

            List<String> expected = leaves(answer).stream()
                    .filter(leaf ->
                            granted.contains(path(leaf)) || (leaf.endsWith("=null") && holds(path(leaf), granted)))
                    .toList();
            List<String> released = filtered.isEmpty() ? List.of() : leaves(filtered);
            assertThat(released).as("seed %d, round %d", seed, round).isEqualTo(expected);
            assertThat(subjects.identifiers())
                    .containsExactlyInAnyOrderElementsOf(leaves(answer).stream()
                            .filter(leaf -> declared.containsKey(path(leaf)) && !granted.contains(path(leaf)))
                            .map(leaf -> leaf.substring(leaf.indexOf('=') + 1))
                            .filter(value -> !value.equals("null") && !value.isEmpty())
                            .collect(Collectors.toSet()));
            withLeaves += expected.isEmpty() ? 0 : 1;
        }
        assertThat(withLeaves).as("rounds that released something").isGreaterThan(100);
    }

    /** Random leaves that do not contradict each other: each container is settled the first time it is used. */
    private static Map<String, LeafType> declaration(Random random) {
        Map<String, String> kinds = new LinkedHashMap<>();
        Map<String, LeafType> leaves = new LinkedHashMap<>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            String at = "";
            int depth = 1 + random.nextInt(4);
            boolean fits = true;
            for (int level = 0; level < depth && fits; level++) {
                String kind = kinds.computeIfAbsent(at, key -> random.nextInt(4) == 0 ? "array" : "object");
                if (kind.equals("leaf")) {
                    fits = false;
                } else if (kind.equals("array")) {
                    at = at + "[]";
                } else {
                    at = (at.isEmpty() ? "" : at + ".") + KEYS[random.nextInt(KEYS.length)];
                }
            }
            if (fits && !kinds.containsKey(at)) {
                kinds.put(at, "leaf");
                leaves.put(at, TYPES.get(random.nextInt(TYPES.size())));
            }
        }
        if (leaves.isEmpty()) {
            leaves.put("array".equals(kinds.get("")) ? "[]" : "a", LeafType.TEXT);
        }
        return leaves;
    }

    private static String answer(Map<String, LeafType> declared, Random random) {
        StringBuilder out = new StringBuilder();
        value("", declared, random, out);
        return out.toString();
    }

    private static void value(String at, Map<String, LeafType> declared, Random random, StringBuilder out) {
        LeafType leaf = declared.get(at);
        boolean array = declared.keySet().stream().anyMatch(path -> path.startsWith(at + "[]"));
        if (!at.isEmpty() && random.nextInt(12) == 0) {
            out.append("null");
        } else if (leaf != null) {
            out.append(scalar(leaf, random));
        } else if (array) {
            out.append('[');
            for (int i = random.nextInt(4); i > 0; i--) {
                value(at + "[]", declared, random, out);
                out.append(i > 1 ? " , " : "");
            }
            out.append(']');
        } else {
            object(at, declared, random, out);
        }
    }

    private static void object(String at, Map<String, LeafType> declared, Random random, StringBuilder out) {
        String prefix = at.isEmpty() ? "" : at + ".";
        List<String> members = new ArrayList<>();
        for (String key : KEYS) {
            String path = prefix + key;
            boolean known = declared.keySet().stream()
                    .anyMatch(other ->
                            other.equals(path) || other.startsWith(path + ".") || other.startsWith(path + "["));
            StringBuilder member = new StringBuilder("\"" + key + "\" : ");
            if (known && random.nextInt(5) > 0) {
                value(path, declared, random, member);
                members.add(member.toString());
            } else if (!known && random.nextInt(3) == 0) {
                junk(random, 3, member);
                members.add(member.toString());
            }
        }
        Collections.shuffle(members, random);
        out.append('{').append(String.join(",", members)).append('}');
    }

    private static void junk(Random random, int depth, StringBuilder out) {
        switch (random.nextInt(depth > 0 ? 4 : 2)) {
            case 0 -> out.append(scalar(TYPES.get(random.nextInt(TYPES.size())), random));
            case 1 -> out.append("null");
            case 2 -> {
                out.append("[1,");
                junk(random, depth - 1, out);
                out.append(']');
            }
            default -> {
                out.append("{\"a\":");
                junk(random, depth - 1, out);
                out.append(",\"b\":");
                junk(random, depth - 1, out);
                out.append('}');
            }
        }
    }

    private static String scalar(LeafType type, Random random) {
        return switch (type) {
            case TEXT ->
                random.nextBoolean() ? "\"村" + random.nextInt(50) + "\"" : "\"\\u6751\\t" + random.nextInt(9) + "😀\"";
            case INTEGER -> Long.toString(random.nextLong());
            case NUMBER -> random.nextInt(100) + "." + random.nextInt(1000) + "0";
            case BOOLEAN -> Boolean.toString(random.nextBoolean());
            case DATE -> "\"2026-0" + (1 + random.nextInt(9)) + "-11\"";
        };
    }

    /** Each leaf as {@code path with positions=value}, in document order. */
    private static List<String> leaves(String json) throws IOException {
        List<String> leaves = new ArrayList<>();
        collect("", TREE.readTree(json), leaves);
        return leaves;
    }

    private static void collect(String at, JsonNode node, List<String> leaves) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member ->
                            collect((at.isEmpty() ? "" : at + ".") + member.getKey(), member.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(at + "[" + i + "]", node.get(i), leaves);
            }
        } else {
            leaves.add(at + "=" + node.asText());
        }
    }

    /** Whether a granted leaf lies below the path: a null may stand for the container. */
    private static boolean holds(String path, Set<String> granted) {
        return granted.stream().anyMatch(leaf -> leaf.startsWith(path + ".") || leaf.startsWith(path + "["));
    }

    private static String path(String leaf) {
        return leaf.substring(0, leaf.indexOf('=')).replaceAll("\\[[0-9]+]", "[]");
    }
}
