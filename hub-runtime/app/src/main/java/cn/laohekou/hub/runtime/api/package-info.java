/** The management API. Everything the command line and the console do goes through it. */
@NullMarked
package cn.laohekou.hub.runtime.api;

import org.jspecify.annotations.NullMarked;
