package cn.laohekou.hub.security.masking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Random declarations and documents, compared with what the platform's own tree says may be released. */
class XmlFilterPropertyTest {

    private static final String URI = "urn:person";

    /** The places there are: each either holds others or is a value. */
    private static final List<String> PLACES = List.of(
            "a.t",
            "a.@v",
            "a.p[].n:name",
            "a.p[].@no",
            "a.p[].@n:no",
            "a.p[].h.s",
            "a.p[].h.@x",
            "a.p[].tag[]",
            "a.p[].h.c[].d");

    @ParameterizedTest
    @ValueSource(longs = {1, 20260101, 420682, -7})
    void theReleasedValuesAreTheGrantedValuesOfTheAnswer(long seed) throws Exception {
        Random random = new Random(seed);
        int released = 0;
        for (int round = 0; round < 300; round++) {
            Set<String> granted = new TreeSet<>();
            XmlFilterBuilder builder = new XmlFilterBuilder(Map.of("n", URI));
            for (int i = 0; i < PLACES.size(); i++) {
                boolean release = random.nextBoolean();
                if (release) {
                    granted.add(PLACES.get(i));
                }
                Mask none = Objects.requireNonNull(Mask.parse("none"));
                assertThat(builder.add(new Leaf(PLACES.get(i), LeafType.TEXT, none, release, !release, i)))
                        .isNull();
            }
            String answer = document(random);
            Charset charset = random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16;
            DistinctSubjects subjects = new DistinctSubjects();
            List<String> told = new ArrayList<>();

            String filtered = XmlFilters.filter(
                    builder.build(),
                    answer.getBytes(charset),
                    new Release(subjects, (field, utf8, from, to) -> told.add(PLACES.get(field)), null));

            List<String> all = values(answer);
            List<String> expected =
                    all.stream().filter(value -> granted.contains(place(value))).toList();
            assertThat(values(filtered)).as("seed %d, round %d", seed, round).isEqualTo(expected);
            assertThat(told)
                    .isEqualTo(
                            expected.stream().map(XmlFilterPropertyTest::place).toList());
            assertThat(subjects.identifiers())
                    .containsExactlyInAnyOrderElementsOf(all.stream()
                            .filter(value -> PLACES.contains(place(value)) && !granted.contains(place(value)))
                            .map(value -> value.substring(value.indexOf('=') + 1))
                            .filter(value -> !value.isEmpty())
                            .distinct()
                            .toList());
            released += expected.size();
        }
        assertThat(released).as("values released at all").isGreaterThan(500);
    }

    private static String document(Random random) {
        StringBuilder out = new StringBuilder("<a v=\"" + text(random, true) + "\" zz='1' xmlns:n=\"" + URI + "\">");
        element("t", random, out);
        for (int i = random.nextInt(4); i > 0; i--) {
            // In the order in which the platform's tree lists attributes: by name.
            out.append("<p n:no='")
                    .append(text(random, true).replace("'", ""))
                    .append("' no='")
                    .append(i)
                    .append("'>");
            junk(random, out);
            element("n:name", random, out);
            element("name", random, out);
            for (int tags = random.nextInt(3); tags > 0; tags--) {
                element("tag", random, out);
            }
            if (random.nextBoolean()) {
                out.append("<h x='").append(random.nextInt(9)).append("'>");
                element("s", random, out);
                for (int c = random.nextInt(3); c > 0; c--) {
                    out.append("<c>");
                    element("d", random, out);
                    junk(random, out);
                    out.append("</c>");
                }
                out.append("</h>");
            }
            out.append("</p>");
            junk(random, out);
        }
        return out.append("</a>").toString();
    }

    private static void element(String name, Random random, StringBuilder out) {
        if (random.nextInt(4) > 0) {
            out.append('<').append(name).append(random.nextBoolean() ? " k='1'>" : ">");
            switch (random.nextInt(4)) {
                case 0 -> out.append("<![CDATA[<").append(random.nextInt(99)).append("&amp;>]]>");
                case 1 -> out.append("<!-- no -->").append(text(random, false)).append("<?x y?>村");
                default -> out.append(text(random, false));
            }
            out.append("</").append(name).append('>');
        }
    }

    private static String text(Random random, boolean attribute) {
        String[] texts = {"老河口", "&lt;&amp;", "😀&#x1F600;", "a&#13;b&#10;", " x ", "", "&quot;" + random.nextInt(50)};
        String text = texts[random.nextInt(texts.length)];
        return attribute ? text : text + random.nextInt(20);
    }

    private static void junk(Random random, StringBuilder out) {
        if (random.nextInt(3) == 0) {
            out.append("\n free text <z no='1'><p><tag>hidden</tag></p></z>");
        }
        if (random.nextInt(5) == 0) {
            out.append("<n:t>hidden</n:t><name xmlns='urn:other'>hidden</name>");
        }
    }

    /** Each declared value as {@code path with positions=text}, in document order. */
    private static List<String> values(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        DocumentBuilder parser = factory.newDocumentBuilder();
        List<String> values = new ArrayList<>();
        collect(
                "",
                parser.parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                        .getDocumentElement(),
                new HashMap<>(),
                values);
        return values.stream().filter(value -> PLACES.contains(place(value))).toList();
    }

    private static void collect(String at, Element element, Map<String, Integer> siblings, List<String> values) {
        String name = name(element.getNamespaceURI(), element.getLocalName());
        int position = siblings.merge(name, 1, Integer::sum);
        String path = (at.isEmpty() ? "" : at + ".") + name + "[" + position + "]";
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (!attribute.getName().startsWith("xmlns")) {
                values.add(path + ".@" + name(attribute.getNamespaceURI(), attribute.getLocalName()) + "="
                        + attribute.getValue());
            }
        }
        Map<String, Integer> inside = new HashMap<>();
        values.add(path + "=" + element.getTextContent());
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element below) {
                collect(path, below, inside, values);
            }
        }
    }

    private static String name(String uri, String local) {
        return uri == null ? local : uri.equals(URI) ? "n:" + local : "other:" + local;
    }

    /** The declared path of a value: positions only where the declaration says that the element repeats. */
    private static String place(String value) {
        return value.substring(0, value.indexOf('='))
                .replaceAll("\\b(p|tag|c)\\[[0-9]+]", "$1[]")
                .replaceAll("\\[[0-9]+]", "");
    }
}
