/** What goes with credentials while the hub runs: replays, last use, expiry. */
@NullMarked
package cn.laohekou.hub.runtime.credential;

import org.jspecify.annotations.NullMarked;
