/** The command {@code hub}. */
@NullMarked
package cn.laohekou.hub.cli;

import org.jspecify.annotations.NullMarked;
