/** Tests of the sandbox city. */
@NullMarked
package cn.laohekou.hub.city;

import org.jspecify.annotations.NullMarked;
