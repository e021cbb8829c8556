package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.certificate.CertificateAuthority;
import cn.laohekou.hub.security.policy.CertificateConditions;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.Operation;
import cn.laohekou.hub.security.policy.Parameter;
import cn.laohekou.hub.security.policy.Resource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what a grant that demands an e-certificate refers to and could not be checked by. */
final class CertificateChecks {

    private static final String POINTER = "/spec/conditions/" + CertificateConditions.CERTIFICATE;

    private CertificateChecks() {}

    /** Finds a resource in its running revision; null when there is none. */
    @FunctionalInterface
    interface Resources {
        @Nullable
        Resource find(String name) throws SQLException;
    }

    /**
     * Checks a grant.
     *
     * @param department department that asks for the grant
     * @param resource the grant's own resource
     * @param resources all others
     */
    static List<FieldError> of(Grant grant, String department, Resource resource, Resources resources)
            throws SQLException {
        List<FieldError> errors = new ArrayList<>();
        Object demand = grant.conditions().get(CertificateConditions.CERTIFICATE);
        boolean authorised = Boolean.TRUE.equals(grant.conditions().get(CertificateConditions.AUTHORISATION));
        if (demand == null) {
            if (authorised) {
                errors.add(FieldError.of(
                        "/spec/conditions/" + CertificateConditions.AUTHORISATION,
                        "须与 certificate 条件同时使用",
                        "needs the condition certificate beside it"));
            }
            return errors;
        }
        subjects(grant, resource, errors);
        if (demand instanceof Map<?, ?> map && map.get("resource") instanceof String name) {
            authority(resources.find(name), department, authorised, errors);
        }
        return errors;
    }

    /** Each operation must name exactly one person, or nobody could say whose certificate it should be. */
    private static void subjects(Grant grant, Resource resource, List<FieldError> errors) {
        for (Operation operation : resource.operations()) {
            long subjects =
                    operation.parameters().stream().filter(Parameter::subject).count();
            boolean required =
                    operation.parameters().stream().filter(Parameter::subject).allMatch(Parameter::required);
            if (grant.operations().contains(operation.name()) && !(subjects == 1 && required)) {
                errors.add(FieldError.of(
                        POINTER,
                        "操作 " + operation.name() + " 须恰有一个必填的数据主体参数",
                        "operation " + operation.name()
                                + " must have exactly one required parameter naming the subject"));
            }
        }
    }

    private static void authority(
            @Nullable Resource authority, String department, boolean authorised, List<FieldError> errors) {
        if (authority == null) {
            errors.add(FieldError.of(
                    POINTER + "/resource",
                    "没有此证照资源，或尚无获批版本",
                    "there is no such certificate resource, or none of its revisions is approved"));
            return;
        }
        if (authority.department().equals(department)) {
            errors.add(FieldError.of(
                    POINTER + "/resource", "证照资源不得由使用方自己提供", "the consumer itself cannot vouch for certificates"));
        }
        for (CertificateAuthority.Operation needed : CertificateAuthority.Operation.values()) {
            boolean declared = authority.operations().stream()
                    .anyMatch(operation -> operation.name().equals(needed.label())
                            && operation.method().equals("POST"));
            if (!declared && (authorised || needed != CertificateAuthority.Operation.AUTHORISE)) {
                errors.add(FieldError.of(
                        POINTER + "/resource",
                        "证照资源未声明 POST 操作 " + needed.label(),
                        "the certificate resource does not declare the POST operation " + needed.label()));
            }
        }
    }
}
