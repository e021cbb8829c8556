/** Who may see which data, for which purpose: pure decision core. Knows neither Camel nor Quarkus. */
@NullMarked
package cn.laohekou.hub.security.policy;

import org.jspecify.annotations.NullMarked;
