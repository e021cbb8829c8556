package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.AnswerFilter;
import cn.laohekou.hub.security.masking.CsvFilter;
import cn.laohekou.hub.security.masking.FilterBuilder;
import cn.laohekou.hub.security.masking.Leaf;
import cn.laohekou.hub.security.masking.Mask;
import cn.laohekou.hub.security.masking.RowTest;
import cn.laohekou.hub.security.masking.TabularFilter;
import cn.laohekou.hub.security.masking.Watermark;
import cn.laohekou.hub.security.masking.XmlFilterBuilder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the filters of what a grant releases, one for each format its operations answer in. */
final class ReleaseCompiler {

    /**
     * What determines the filters: grants that release the same share them.
     *
     * @param resource name of the resource
     * @param formats formats of the granted operations
     * @param fields names of the fields released
     * @param masks masks stated by the grant
     * @param rows conditions on rows
     * @param carriers names of the fields that carry marks
     */
    record Plan(
            String resource,
            Set<AnswerFormat> formats,
            Set<String> fields,
            Map<String, String> masks,
            List<RowRule> rows,
            Set<String> carriers) {}

    private final CompiledResource resource;
    private final Plan plan;

    /** A resource without findings, and a plan checked against it. */
    ReleaseCompiler(CompiledResource resource, Plan plan) {
        this.resource = resource;
        this.plan = plan;
    }

    Map<AnswerFormat, AnswerFilter> compile() {
        Map<AnswerFormat, AnswerFilter> filters = new EnumMap<>(AnswerFormat.class);
        for (AnswerFormat format : plan.formats()) {
            filters.put(
                    format,
                    switch (format) {
                        case JSON -> json();
                        case XML -> xml();
                        case CSV -> csv();
                    });
        }
        return filters;
    }

    private AnswerFilter json() {
        FilterBuilder builder = new FilterBuilder();
        fill(builder::add, builder::require);
        return builder.build();
    }

    private AnswerFilter xml() {
        XmlFilterBuilder builder = new XmlFilterBuilder(resource.namespaces());
        fill(builder::add, builder::require);
        return builder.build();
    }

    private AnswerFilter csv() {
        TabularFilter.Builder builder = new TabularFilter.Builder();
        fill(builder::add, builder::require);
        return new CsvFilter(builder.build());
    }

    @FunctionalInterface
    private interface Add {
        FilterBuilder.@Nullable Problem leaf(Leaf leaf);
    }

    @FunctionalInterface
    private interface Require {
        void row(String path, RowTest test);
    }

    private void fill(Add add, Require require) {
        List<Field> all = resource.resource().fields();
        for (int i = 0; i < all.size(); i++) {
            Field field = all.get(i);
            boolean released = plan.fields().contains(field.name());
            RowRule rule = rule(field.name());
            if (!released && !field.subject() && rule == null) {
                continue;
            }
            Mask mask = mask(resource, field, plan.masks().get(field.name()));
            FilterBuilder.Problem problem = add.leaf(new Leaf(
                    field.path(),
                    Fields.leafType(field.type()),
                    released ? carried(field, mask) : Clear.MASK,
                    released,
                    field.subject(),
                    i));
            if (problem != null) {
                throw new IllegalStateException("a resource without findings has a bad field: " + problem);
            }
            if (rule != null) {
                require.row(field.path(), rule.test(field.type()));
            }
        }
    }

    private @Nullable RowRule rule(String field) {
        for (RowRule rule : plan.rows()) {
            if (rule.field().equals(field)) {
                return rule;
            }
        }
        return null;
    }

    private Mask carried(Field field, Mask mask) {
        Watermark carrier =
                plan.carriers().contains(field.name()) ? Watermark.of(Fields.leafType(field.type()), mask) : null;
        return carrier == null ? mask : carrier.on(mask);
    }

    /** The mask in force on a field: the grant's, or else the resource's; one that cannot be read hides the value. */
    static Mask mask(CompiledResource resource, Field field, @Nullable String stated) {
        Mask mask = stated == null ? resource.maskOf(field) : Mask.parse(stated);
        return mask == null ? Clear.NOTHING : mask;
    }
}
