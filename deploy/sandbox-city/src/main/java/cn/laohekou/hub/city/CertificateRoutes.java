package cn.laohekou.hub.city;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The city's e-certificate service: search, query and verification with the names and codes of JT/T 1546-2025, and the
 * authorisation of a use by the holder. Every call names the use and its five elements, or learns nothing.
 */
final class CertificateRoutes {

    private static final String BASE = "/certificates/v1/";
    private static final List<String> ELEMENTS =
            List.of("orgName", "username", "itemName", "itemCode", "businessCode", "UseFor");

    private static final String SUCCESS = "0001";
    private static final String UNKNOWN = "0002";
    private static final String INCOMPLETE = "0003";
    private static final String INVALID = "0004";
    private static final String WRONG = "0005";
    private static final String BAD_SEAL = "0006";

    private final Vertx vertx;
    private final CertificateStore store;

    private CertificateRoutes(Vertx vertx, CertificateStore store) {
        this.vertx = vertx;
        this.store = store;
    }

    static void mount(Router router, Vertx vertx, CertificateStore store) {
        CertificateRoutes routes = new CertificateRoutes(vertx, store);
        router.get(BASE + "health").handler(c -> CityServer.answer(c, new JsonObject().put("status", "UP")));
        router.post(BASE + "search").handler(c -> routes.named(c, body -> routes.search(body)));
        router.post(BASE + "query").handler(c -> routes.named(c, body -> routes.query(body)));
        router.post(BASE + "verify").handler(c -> routes.named(c, body -> routes.verify(body)));
        router.post(BASE + "authorise").handler(c -> routes.named(c, body -> routes.authorise(body)));
        // At the counter of the issuing authority, not part of the interface.
        router.post(BASE + "counter/revoke").handler(c -> routes.run(c, () -> routes.revoke(c)));
    }

    @FunctionalInterface
    private interface Work {
        JsonObject of(JsonObject body) throws Exception;
    }

    private void named(RoutingContext context, Work work) {
        JsonObject body = context.body().asJsonObject();
        boolean complete = body != null
                && ELEMENTS.stream().noneMatch(name -> text(body, name).isBlank());
        if (complete) {
            run(context, () -> work.of(body));
        } else {
            CityServer.answer(context, code(INCOMPLETE, "用证五要素不全 an element of the use is missing"));
        }
    }

    private void run(RoutingContext context, Callable<JsonObject> work) {
        vertx.executeBlocking(work, false)
                .onSuccess(answer -> CityServer.answer(context, answer))
                .onFailure(context::fail);
    }

    private JsonObject search(JsonObject body) throws Exception {
        JsonArray found = new JsonArray();
        for (Map<String, Object> row : store.heldBy(text(body, "certificateHolderCode"))) {
            boolean asked =
                    List.of(text(body, "certificateTypeCode").split("\\^")).contains(row.get("type"));
            if (asked) {
                found.add(new JsonObject()
                        .put("certificateIdentifier", row.get("identifier"))
                        .put("certificateName", "沙箱身份凭证")
                        .put("certificateIssuingAuthorityName", row.get("issuerName"))
                        .put("ownerName", row.get("holderName"))
                        .put("permitTime", row.get("effective") + "000000")
                        .put("certificateStatus", status(row)));
            }
        }
        return new JsonObject().put("certificateDataList", found);
    }

    private JsonObject query(JsonObject body) throws Exception {
        List<Map<String, Object>> found = store.of(text(body, "certificateIdentifier"));
        if (found.isEmpty()) {
            return code(UNKNOWN, "查无此证 no such certificate");
        }
        Map<String, Object> row = found.get(0);
        JsonObject base = new JsonObject()
                .put("certificateIdentifier", row.get("identifier"))
                .put("certificateName", "沙箱身份凭证")
                .put("certificateTypeCode", row.get("type"))
                .put("certificateHolder", row.get("holderName"))
                .put("certificateHolderCode", row.get("holder"))
                .put("certificateHolderTypeCode", "111")
                .put("certificateIssuingAuthorityName", row.get("issuerName"))
                .put("certificateIssuingAuthorityCode", row.get("issuer"))
                .put("certificateAreaCode", row.get("area"))
                .put("certificateEffectiveDate", row.get("effective"))
                .put("certificateExpiringDate", row.get("expiring"));
        JsonObject data =
                new JsonObject().put("baseInfo", base).put("KZ", new JsonObject().put("seal", row.get("seal")));
        return new JsonObject()
                .put("certificateIdentifier", row.get("identifier"))
                .put("certificateStatus", status(row))
                .put("certificateInvalidReason", row.get("reason"))
                .put("certificateData", data);
    }

    private JsonObject verify(JsonObject body) throws Exception {
        JsonObject data = body.getJsonObject("certificateData");
        JsonObject base = data == null ? null : data.getJsonObject("baseInfo");
        JsonObject extension = data == null ? null : data.getJsonObject("KZ");
        if (base == null || extension == null) {
            return code(INCOMPLETE, "信息不全 information is missing");
        }
        List<Map<String, Object>> found = store.of(text(base, "certificateIdentifier"));
        if (found.isEmpty()) {
            return code(UNKNOWN, "查无此证 no such certificate");
        }
        Map<String, Object> row = found.get(0);
        if (!text(base, "certificateHolderCode").equals(row.get("holder"))) {
            return code(WRONG, "信息不正确 information is wrong");
        }
        if (!seal(base).equals(text(extension, "seal"))) {
            return code(BAD_SEAL, "签章校验失败 the seal does not match");
        }
        return status(row).equals("1") ? code(SUCCESS, "成功 success") : code(INVALID, "已失效 no longer valid");
    }

    private JsonObject authorise(JsonObject body) throws Exception {
        List<Map<String, Object>> given = store.authorisation(
                text(body, "certificateIdentifier"), text(body, "certificateHolderCode"), text(body, "itemCode"));
        return given.isEmpty()
                ? new JsonObject().put("authorised", false)
                : new JsonObject()
                        .put("authorised", true)
                        .put("authorisationCode", given.get(0).get("code"))
                        .put("validUntil", given.get(0).get("until"));
    }

    private JsonObject revoke(RoutingContext context) throws Exception {
        JsonObject body = context.body().asJsonObject();
        return new JsonObject().put("revoked", store.revoke(text(body, "certificateIdentifier")));
    }

    private static String seal(JsonObject base) {
        return CertificateSeal.over(
                text(base, "certificateIdentifier"),
                text(base, "certificateTypeCode"),
                text(base, "certificateIssuingAuthorityCode"),
                text(base, "certificateAreaCode"),
                text(base, "certificateHolderCode"),
                text(base, "certificateHolder"),
                text(base, "certificateEffectiveDate"),
                text(base, "certificateExpiringDate"));
    }

    private static String status(Map<String, Object> row) {
        return "".equals(row.get("reason")) ? "1" : "2";
    }

    private static JsonObject code(String code, String message) {
        return new JsonObject().put("verifyCode", code).put("verifyMessage", message);
    }

    private static String text(JsonObject object, String name) {
        return object != null && object.getValue(name) instanceof String text ? text : "";
    }
}
