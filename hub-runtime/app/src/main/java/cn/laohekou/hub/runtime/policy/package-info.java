/** What the security team asks of the policy: dry runs over recorded calls, what is granted and not used, announced ends. */
@org.jspecify.annotations.NullMarked
package cn.laohekou.hub.runtime.policy;
