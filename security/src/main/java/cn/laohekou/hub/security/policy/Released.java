package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.Mask;
import cn.laohekou.hub.security.masking.Watermark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a grant's conditions say of what is released; the grant's filters carry it out.
 *
 * @param rows conditions on rows
 * @param carriers names of the fields that carry marks
 * @param domain domain of the pseudonyms; null for the consumer department's own
 */
record Released(
        List<RowRule> rows, Set<String> carriers, @Nullable PseudonymDomain domain) {

    /** Takes out of a grant's obligations those that its filters carry out. */
    static Released takenFrom(Map<String, Object> obligations) {
        Object rows = obligations.remove(ObligationConditions.ROWS);
        Object carriers = obligations.remove(ObligationConditions.WATERMARK);
        Object domain = obligations.remove(ObligationConditions.PSEUDONYM_DOMAIN);
        return new Released(
                rows instanceof ObligationConditions.Rows stated ? stated.rules() : List.of(),
                carriers instanceof ObligationConditions.Carriers stated ? stated.fields() : Set.of(),
                domain instanceof PseudonymDomain stated ? stated : null);
    }

    /** Finds what of it nobody could carry out on this resource. */
    void check(CompiledResource resource, Set<String> granted, Map<String, String> masks, List<Finding> findings) {
        for (int i = 0; i < rows.size(); i++) {
            Field field = resource.field(rows.get(i).field());
            String at = "/conditions/" + ObligationConditions.ROWS + "/" + i;
            if (field == null) {
                findings.add(new Finding(at + "/field", "资源没有此字段", "the resource has no such field"));
            } else if (!rows.get(i).suits(field.type())) {
                findings.add(new Finding(
                        at,
                        "条件不适用于该字段类型:from、until 用于数字或日期,startsWith 用于文本或日期,数字字段的值须为数字",
                        "does not suit the field's type: from and until are for numbers and dates, startsWith for texts and"
                                + " dates, and values for a number must be numbers"));
            }
        }
        for (String name : new TreeSet<>(carriers)) {
            Field field = resource.field(name);
            Mask mask = field == null ? null : ReleaseCompiler.mask(resource, field, masks.get(name));
            boolean carries = field != null
                    && mask != null
                    && granted.contains(name)
                    && !field.subject()
                    && Watermark.of(Fields.leafType(field.type()), mask) != null;
            if (!carries) {
                findings.add(new Finding(
                        "/conditions/" + ObligationConditions.WATERMARK + "/fields",
                        "字段 " + name + " 不能承载水印:须为已授权的文本字段,或以 round:n 取整的小数字段,且不是数据主体标识,未作假名或加密",
                        "field " + name
                                + " cannot carry a mark: it must be granted, a text, or a number rounded with round:n,"
                                + " no identifier of the data subject, and neither pseudonym nor encrypted"));
            }
        }
    }
}
