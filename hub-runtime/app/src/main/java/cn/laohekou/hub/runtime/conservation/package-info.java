/** The conservation law: what was accepted is delivered, quarantined, rejected or still on its way, and nothing else. */
@NullMarked
package cn.laohekou.hub.runtime.conservation;

import org.jspecify.annotations.NullMarked;
