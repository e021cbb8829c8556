/** Long work of any pattern: queued, leased to one node, counted, cancelled, taken up again after a crash. */
@NullMarked
package cn.laohekou.hub.runtime.job;

import org.jspecify.annotations.NullMarked;
