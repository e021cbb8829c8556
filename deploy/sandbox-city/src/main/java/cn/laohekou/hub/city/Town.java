package cn.laohekou.hub.city;

/**
 * A town or street of the city.
 *
 * @param code nine-digit division code
 * @param name Chinese name
 */
record Town(String code, String name) {}
