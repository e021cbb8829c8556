package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.law.Statement;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;

/** Reads what a grant's revision states as an application (政务数据共享条例 art. 20). The period of use is its validity. */
public final class ApplicationSpec {

    private ApplicationSpec() {}

    /** Reads a grant's document; what is not given is empty. */
    public static Statement of(ObjectNode spec) {
        return read(new SpecReader(spec.path("application"), "", new ArrayList<>()));
    }

    /** Reads the member {@code application}, noting what has the wrong form; what is missing counts at submission. */
    static Statement read(SpecReader application) {
        SpecReader consent = application.object("officeConsent");
        Statement statement = new Statement(
                application.text("basis", false),
                application.text("scenario", false),
                application.text("scope", false),
                application.text("method", false),
                consent.text("by", false),
                consent.text("on", false));
        consent.text("document", false);
        consent.refuseUnknown();
        application.refuseUnknown();
        return statement;
    }
}
