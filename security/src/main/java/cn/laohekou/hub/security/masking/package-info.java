/** Obligations on released data: field allow-list and masks. */
@NullMarked
package cn.laohekou.hub.security.masking;

import org.jspecify.annotations.NullMarked;
