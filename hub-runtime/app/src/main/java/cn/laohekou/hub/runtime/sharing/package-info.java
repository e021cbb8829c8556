/** The law of sharing over the registry: applications, clocks, filings, notices, corrections, reports. */
@NullMarked
package cn.laohekou.hub.runtime.sharing;

import org.jspecify.annotations.NullMarked;
