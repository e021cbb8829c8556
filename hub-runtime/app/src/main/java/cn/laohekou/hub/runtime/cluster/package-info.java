/** The memory that nodes share: it makes news travel fast and limits count together; it never decides alone. */
@NullMarked
package cn.laohekou.hub.runtime.cluster;

import org.jspecify.annotations.NullMarked;
