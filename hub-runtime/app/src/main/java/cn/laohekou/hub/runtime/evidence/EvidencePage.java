package cn.laohekou.hub.runtime.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a search.
 *
 * @param records records, newest first
 * @param next cursor of the next page; null when this is the last
 */
public record EvidencePage(
        List<FoundRecord> records, @Nullable String next) {

    public EvidencePage {
        records = List.copyOf(records);
    }
}
