/**
 * Sharing under 政务数据共享条例 (Decree 809, in force since 2025-08-01): working days, clocks, the life of an application,
 * what a catalogue entry and an application must state. Plain Java over values; stores nothing.
 */
@NullMarked
package cn.laohekou.hub.security.law;

import org.jspecify.annotations.NullMarked;
