/** What the hub says when it refuses: problem documents (RFC 9457) with stable codes, in Chinese and English. */
@NullMarked
package cn.laohekou.hub.runtime.problem;

import org.jspecify.annotations.NullMarked;
