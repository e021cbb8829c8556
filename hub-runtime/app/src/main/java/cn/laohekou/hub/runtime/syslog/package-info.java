/** Logs and audit records on their way to a syslog server over TLS (RFC 5424, RFC 5425). */
@NullMarked
package cn.laohekou.hub.runtime.syslog;

import org.jspecify.annotations.NullMarked;
