package cn.laohekou.hub.runtime.table;

import java.util.List;

/**
 * A pass over a table that has begun.
 *
 * @param plan how its rows go
 * @param order columns its lanes are read in the order of
 * @param lanes how far each lane is
 * @param checkpoints where that is kept
 */
record TablePass(TablePlan plan, List<String> order, List<Checkpoint> lanes, Checkpoints checkpoints) {}
