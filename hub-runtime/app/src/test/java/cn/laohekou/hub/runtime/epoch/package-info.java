@NullMarked
package cn.laohekou.hub.runtime.epoch;

import org.jspecify.annotations.NullMarked;
