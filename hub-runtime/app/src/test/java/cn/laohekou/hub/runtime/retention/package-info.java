@NullMarked
package cn.laohekou.hub.runtime.retention;

import org.jspecify.annotations.NullMarked;
