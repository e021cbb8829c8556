/** What a plugin author must know, and nothing else: how an exchange enters a connector and how its answer leaves. */
@NullMarked
package cn.laohekou.hub.connector.api;

import org.jspecify.annotations.NullMarked;
