@NullMarked
package cn.laohekou.hub.runtime.file;

import org.jspecify.annotations.NullMarked;
