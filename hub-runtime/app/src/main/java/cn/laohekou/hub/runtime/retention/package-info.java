/** How long evidence and logs are kept: archives of the ledger, and what leaves it afterwards. */
@NullMarked
package cn.laohekou.hub.runtime.retention;

import org.jspecify.annotations.NullMarked;
