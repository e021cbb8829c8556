package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.policy.Resource;
import io.vertx.core.http.HttpServerResponse;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Tells callers with every answer that a resource comes to its end (RFC 8594 section 3) and what follows it (RFC 5829). */
final class Sunset {

    private Sunset() {}

    static void announce(Resource resource, HttpServerResponse response) {
        Resource.Retirement end = resource.retirement();
        if (end == null) {
            return;
        }
        response.putHeader(
                "Sunset",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(end.sunset().atOffset(ZoneOffset.UTC)));
        if (end.successor() != null) {
            response.putHeader("Link", "</exchange/" + end.successor() + ">; rel=\"successor-version\"");
        }
    }
}
