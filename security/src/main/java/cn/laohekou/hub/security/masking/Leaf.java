package cn.laohekou.hub.security.masking;

/**
 * One declared leaf as the filter sees it.
 *
 * @param path object keys joined by {@code .}, with {@code []} after a key whose value is an array, or first when the
 *     answer itself is one
 * @param type what the leaf may hold
 * @param mask what happens to a released value
 * @param released whether the leaf is granted
 * @param subject whether the value identifies the data subject; collected even when not released
 * @param field number by which a {@link ReleasedValues} is told of the leaf: its place among the resource's fields, from 0
 */
public record Leaf(String path, LeafType type, Mask mask, boolean released, boolean subject, int field) {}
