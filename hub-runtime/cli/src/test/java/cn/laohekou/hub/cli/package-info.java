/** Tests of the command line. */
@NullMarked
package cn.laohekou.hub.cli;

import org.jspecify.annotations.NullMarked;
