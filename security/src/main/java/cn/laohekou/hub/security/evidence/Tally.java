package cn.laohekou.hub.security.evidence;

import java.time.LocalDate;

/**
 * A figure that is raised by one in the transaction that makes a record durable, so that neither is ever without the
 * other.
 *
 * @param account whose figure, for example a grant id
 * @param day calendar day it counts to, in the hub's zone
 * @param what which figure, lower-case words joined by hyphens
 */
public record Tally(String account, LocalDate day, String what) {}
