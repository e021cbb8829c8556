/** E-certificates (电子证照) of data subjects: their identifiers, what a grant demands of them, and how that is checked. */
@NullMarked
package cn.laohekou.hub.security.certificate;

import org.jspecify.annotations.NullMarked;
