/** What needs somebody's attention: raised by the hub's parts, listed, acknowledged and silenced by people. */
@NullMarked
package cn.laohekou.hub.runtime.alert;

import org.jspecify.annotations.NullMarked;
