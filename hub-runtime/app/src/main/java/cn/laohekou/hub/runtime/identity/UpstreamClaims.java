package cn.laohekou.hub.runtime.identity;

import java.util.List;

/**
 * How the upstream (provincial or national) identity provider names what it says of a person. The realm keeps these for a
 * session and no longer.
 *
 * @param residentId resident identity number of a natural person
 * @param creditCode unified social credit code of a legal person
 * @param assurance level of assurance, 1 to 4
 */
public record UpstreamClaims(String residentId, String creditCode, String assurance) {

    /** Names unless stated otherwise. */
    public static final UpstreamClaims DEFAULT = new UpstreamClaims("id_number", "credit_code", "assurance_level");

    /**
     * Names in the order of the components.
     *
     * @throws IllegalArgumentException when there are not three
     */
    public static UpstreamClaims of(List<String> names) {
        if (names.size() != 3) {
            throw new IllegalArgumentException("three claim names are expected but there are " + names.size());
        }
        return new UpstreamClaims(names.get(0), names.get(1), names.get(2));
    }
}
