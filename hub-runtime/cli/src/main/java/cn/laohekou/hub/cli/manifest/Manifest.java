package cn.laohekou.hub.cli.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One object a folder of manifests asks for.
 *
 * @param kind what it is
 * @param name its name, code or id
 * @param department department on whose behalf it is kept; empty when the kind has none or the caller's own counts
 * @param spec exactly the JSON the management API takes
 * @param source file it came from, for messages
 */
public record Manifest(ManifestKind kind, String name, String department, ObjectNode spec, String source) {}
