package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.policy.Resource;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Tells callers with every answer that a resource comes to its end (RFC 8594 section 3), since when nobody should begin to
 * use it (RFC 9745 section 2) and what follows it (RFC 5829).
 */
final class Sunset {

    /** As HTTP wants dates (RFC 9110 section 5.6.7): two digits for the day, unlike the JDK's own format. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Sunset() {}

    static void announce(Resource resource, HttpServerResponse response) {
        Resource.Retirement end = resource.retirement();
        if (end == null) {
            return;
        }
        response.putHeader("Sunset", HTTP_DATE.format(end.sunset()));
        Instant deprecated = end.deprecated();
        if (deprecated != null) {
            response.putHeader("Deprecation", "@" + deprecated.getEpochSecond());
        }
        if (end.successor() != null) {
            response.putHeader("Link", "</exchange/" + end.successor() + ">; rel=\"successor-version\"");
        }
    }
}
