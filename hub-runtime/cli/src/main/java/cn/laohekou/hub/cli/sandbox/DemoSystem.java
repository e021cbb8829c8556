package cn.laohekou.hub.cli.sandbox;

/**
 * A demo system that can call the hub.
 *
 * @param id its id in hub and realm
 * @param department its owner
 * @param secret its client secret
 */
record DemoSystem(String id, String department, String secret) {

    @Override
    public String toString() {
        return "DemoSystem[" + id + "]";
    }
}
