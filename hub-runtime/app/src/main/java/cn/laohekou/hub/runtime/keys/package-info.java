/** Keys of the hub: where they lie and how they are rotated. */
@NullMarked
package cn.laohekou.hub.runtime.keys;

import org.jspecify.annotations.NullMarked;
