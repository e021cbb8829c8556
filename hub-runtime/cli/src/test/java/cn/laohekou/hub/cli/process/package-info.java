/** Tests of the command line. */
@NullMarked
package cn.laohekou.hub.cli.process;

import org.jspecify.annotations.NullMarked;
