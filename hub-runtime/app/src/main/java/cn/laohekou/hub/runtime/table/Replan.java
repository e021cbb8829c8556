package cn.laohekou.hub.runtime.table;

/** Grant or resource changed while rows were under way: what goes, and how, must be worked out again. */
final class Replan extends Exception {

    private static final long serialVersionUID = 1L;

    Replan() {
        super("grant or resource changed", null, false, false);
    }
}
