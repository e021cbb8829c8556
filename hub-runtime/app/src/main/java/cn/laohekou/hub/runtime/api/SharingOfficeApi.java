package cn.laohekou.hub.runtime.api;

import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.Queries;
import cn.laohekou.hub.runtime.registry.SpecReader;
import cn.laohekou.hub.runtime.sharing.SharingOffice;
import cn.laohekou.hub.runtime.sharing.SharingReport;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The data authority's desk: working days, periods, the monthly report; and every department's notices. */
@Path("/api/v1")
@Tag(name = "sharing-office", description = "数据主管部门")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SharingOfficeApi {

    private final SharingOffice office;
    private final CurrentCall current;

    SharingOfficeApi(SharingOffice office, CurrentCall current) {
        this.office = office;
        this.current = current;
    }

    @GET
    @Path("/calendar")
    @Operation(summary = "工作日历 The known years; a year that is not listed is not guessed")
    public Queries.Page calendar() {
        return new Queries.Page(office.calendar(), null);
    }

    @PUT
    @Path("/calendar/{year}")
    @Operation(summary = "录入年度放假安排 Enter a year's holidays and make-up days as announced")
    public ObjectNode enterYear(@PathParam("year") int year, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        String source = reader.text("source", true);
        List<String> holidays = reader.texts("holidays", true);
        List<String> workdays = reader.texts("workdays", false);
        reader.finish();
        return office.enterYear(current.write(body), year, source, holidays, workdays);
    }

    @GET
    @Path("/sharing-limits")
    @Operation(summary = "法定期限 The law's periods in working days, and what applies")
    public Queries.Page limits() {
        return new Queries.Page(office.limits(), null);
    }

    @PUT
    @Path("/sharing-limits/{clock}")
    @Operation(summary = "缩短期限 Make a period shorter than the law's; never longer")
    public ObjectNode setLimit(@PathParam("clock") String clock, byte[] body) {
        SpecReader reader = new SpecReader(Json.request(body));
        int days = (int) reader.integer("workingDays", 0, 0, Integer.MAX_VALUE);
        String basis = reader.text("basis", true);
        reader.finish();
        return office.setLimit(current.write(body), clock, days, basis);
    }

    @GET
    @Path("/notices")
    @Operation(summary = "通知 What the department has to know, newest first")
    public Queries.Page notices() {
        return new Queries.Page(office.notices(current.actor()), null);
    }

    @POST
    @Path("/notices/{id}/read")
    @Operation(summary = "已阅 Somebody of the department has read it")
    public ObjectNode readNotice(@PathParam("id") long id) {
        return office.readNotice(current.write(null), id);
    }

    @GET
    @Path("/sharing-reports/{month}")
    @Operation(summary = "月报 The month's legal report: numbers, everything late, every stop")
    public ObjectNode report(@PathParam("month") String month) {
        return office.report(month(month));
    }

    @GET
    @Path("/sharing-reports/{month}/print")
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "打印月报 The same as one page to print and sign")
    public String print(@PathParam("month") String month) {
        return SharingReport.printable(office.report(month(month)));
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw Bodies.invalid("/month", "应为年月，例如 2026-11", "must be a month, for example 2026-11");
        }
    }
}
