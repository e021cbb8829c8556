package cn.laohekou.hub.security.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How much a grant's releases leave on record. Every release has its intent and its outcome; the levels differ in what
 * the intent proves about the released values.
 */
public enum EvidenceLevel {
    /**
     * Intent, outcome and the commitment to the whole answer, without a commitment per field. Enough for data nobody
     * could be harmed by: admitted only where {@link #check} finds nothing.
     */
    RECORD,
    /** A commitment to the values of each released field besides; what holds when a grant states nothing. */
    FIELDS;

    /** Name of the condition. */
    public static final String CONDITION = "evidence";

    /** The obligation, for an entry that carries it out. */
    public static final Set<String> OBLIGATION = Set.of(CONDITION);

    /** The lowest data level, the only one released with {@link #RECORD}. */
    private static final int PLAIN_LEVEL = 1;

    static final ConditionType TYPE = new StandardConditions.Named(
            CONDITION,
            "存证等级:record 只留记录,fields 另对每个放行字段的值作出承诺(未说明时即如此);record 只用于一级且不含个人信息的数据",
            "evidence level: record keeps intent and outcome, fields commits to the values of each released field as well"
                    + " (so too when not stated); record is for data of level 1 without personal information only",
            FIELDS.label(),
            EvidenceLevel::compile);

    /** As written in a grant. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a grant's releases leave on record. */
    public static EvidenceLevel of(CompiledGrant grant) {
        EvidenceLevel stated = grant.obligation(CONDITION, EvidenceLevel.class);
        return stated == null ? FIELDS : stated;
    }

    private static CompiledCondition compile(ConditionValue value) {
        String label =
                value.choice(Arrays.stream(values()).map(EvidenceLevel::label).toList());
        return CompiledCondition.obliged(valueOf(label.toUpperCase(Locale.ROOT)));
    }

    /** Finds why a grant on a resource may not leave so little on record. */
    List<Finding> check(CompiledResource resource, Set<String> granted) {
        List<Finding> findings = new ArrayList<>();
        if (this != RECORD) {
            return findings;
        }
        if (resource.resource().level() > PLAIN_LEVEL) {
            findings.add(refused(
                    "资源 " + resource.resource().name() + " 为 "
                            + resource.resource().level() + " 级",
                    "resource " + resource.resource().name() + " is of level "
                            + resource.resource().level()));
        }
        for (Field field : resource.resource().fields()) {
            boolean released = granted.contains(field.name());
            if (field.subject() || (released && field.sensitivity() != Field.Sensitivity.NONE)) {
                findings.add(refused(
                        "字段 " + field.name() + " 涉及个人信息", "field " + field.name() + " is personal information"));
            }
        }
        return findings;
    }

    private static Finding refused(String zh, String en) {
        return new Finding(
                "/conditions/" + CONDITION,
                "record 只用于一级且不含个人信息的数据:" + zh + ";请改为 fields",
                "record is for data of level 1 without personal information only, but " + en + "; state fields");
    }
}
