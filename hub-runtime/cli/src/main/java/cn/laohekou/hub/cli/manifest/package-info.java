/** YAML manifests applied through the management API, idempotently. */
@NullMarked
package cn.laohekou.hub.cli.manifest;

import org.jspecify.annotations.NullMarked;
