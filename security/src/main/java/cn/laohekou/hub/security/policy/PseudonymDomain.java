package cn.laohekou.hub.security.policy;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Departments that may join their data by pseudonym. Name and members together determine the key: two grants have the
 * same pseudonyms only when both were approved with the same name and the same full list of members.
 *
 * @param name name of the domain
 * @param departments members, unified social credit codes
 */
public record PseudonymDomain(String name, SortedSet<String> departments) {

    public PseudonymDomain {
        departments = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(departments));
    }

    /** What the key of the domain is derived from. */
    public String scope() {
        return "domain/" + name + "/" + String.join(",", departments);
    }
}
