package cn.laohekou.hub.city;

/**
 * A village or neighbourhood committee.
 *
 * @param code twelve-digit division code
 * @param name Chinese name
 * @param townCode code of the town it belongs to
 * @param townName name of that town
 */
record Village(String code, String name, String townCode, String townName) {}
