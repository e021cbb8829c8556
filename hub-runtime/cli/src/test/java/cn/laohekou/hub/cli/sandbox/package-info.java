/** Tests of the command line. */
@NullMarked
package cn.laohekou.hub.cli.sandbox;

import org.jspecify.annotations.NullMarked;
