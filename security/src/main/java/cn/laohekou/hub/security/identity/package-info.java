/** Callers: token verification, identifiers with check digits. */
@NullMarked
package cn.laohekou.hub.security.identity;

import org.jspecify.annotations.NullMarked;
