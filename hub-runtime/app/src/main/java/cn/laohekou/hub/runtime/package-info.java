/** The hub's application. */
@NullMarked
package cn.laohekou.hub.runtime;

import org.jspecify.annotations.NullMarked;
