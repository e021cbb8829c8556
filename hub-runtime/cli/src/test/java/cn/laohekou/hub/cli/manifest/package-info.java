/** Tests of the command line. */
@NullMarked
package cn.laohekou.hub.cli.manifest;

import org.jspecify.annotations.NullMarked;
