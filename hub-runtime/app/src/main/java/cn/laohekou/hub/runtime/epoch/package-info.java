/** How a node knows that the policy it acts on is still in force, and how a change waits until every node knows of it. */
@NullMarked
package cn.laohekou.hub.runtime.epoch;

import org.jspecify.annotations.NullMarked;
