/** Files between folders of departments: found, copied in chunks, filtered where a resource says so, published at once. */
@NullMarked
package cn.laohekou.hub.runtime.file;

import org.jspecify.annotations.NullMarked;
