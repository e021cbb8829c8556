/** Tests of the embedded services, on the real programs. */
@NullMarked
package cn.laohekou.hub.embedded;

import org.jspecify.annotations.NullMarked;
