package cn.laohekou.hub.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.registry.Sql;
import cn.laohekou.hub.security.crypto.Sm3;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read as records and released field by field. */
class RecordFileTest {

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final String FIELDS = "'fields':[{'name':'id','path':'身份证号','mask':'cover:6,4','subject':true},"
            + "{'name':'name','path':'姓名'},{'name':'note','path':'备注'},{'name':'secret','path':'内部'}]";
    private static final String GRANTED = "'id','name','note'";
    private static final String ID = "420682195013010012";

    @TempDir
    Path home;

    private @Nullable FileCity city;

    @AfterEach
    void stop() throws Exception {
        if (city != null) {
            city.close();
        }
    }

    private FileCity city(String file) throws Exception {
        FileCity made = new FileCity(home, file, FIELDS, GRANTED);
        city = made;
        return made;
    }

    private static String csv(String records) {
        return "'names':'.*','records':{" + records + "}";
    }

    private static void put(FileCity to, String name, String text, Charset charset) throws Exception {
        Files.write(to.out.resolve(name), text.getBytes(charset));
    }

    @Test
    void onlyGrantedFieldsArriveMaskedAndInTheSourcesOwnEncoding() throws Exception {
        FileCity hub = city(csv("'format':'CSV','charset':'GB18030'"));
        put(hub, "人口.csv", "身份证号,姓名,备注,内部,未声明\r\n" + ID + ",王䶮,\"甲,乙\",机密,x\r\n", GB18030);
        hub.start();

        Transfer done = hub.reaches(TransferState.DONE);

        assertThat(Files.readString(hub.in.resolve("人口.csv"), GB18030))
                .isEqualTo("身份证号,姓名,备注\r\n420682********0012,王䶮,\"甲,乙\"\r\n");
        assertThat(Objects.requireNonNull(done.released()).records()).isEqualTo(1);
        assertThat(hub.fixture.number("SELECT cardinality(subjects) FROM ledger.record WHERE kind = 1"))
                .as("the data subject is found by its digest")
                .isEqualTo(1);
    }

    @Test
    void textASpreadsheetWouldRunIsDefusedAndNumbersAreLeftAlone() throws Exception {
        FileCity hub = city(csv("'format':'CSV'"));
        put(hub, "a.csv", "身份证号,姓名,备注\r\n" + ID + ",=cmd|' /C calc'!A0,-12.5\r\n", StandardCharsets.UTF_8);
        hub.start();
        hub.reaches(TransferState.DONE);

        assertThat(Files.readString(hub.in.resolve("a.csv")))
                .isEqualTo("身份证号,姓名,备注\r\n420682********0012,'=cmd|' /C calc'!A0,-12.5\r\n");
    }

    @Test
    void aFileInAnotherEncodingIsSetAsideEncryptedAndNothingOfItArrives() throws Exception {
        FileCity hub = city(csv("'format':'CSV','charset':'UTF-8'"));
        put(hub, "a.csv", "身份证号,姓名\r\n" + ID + ",王五\r\n", GB18030);
        hub.start();

        Transfer aside = hub.reaches(TransferState.QUARANTINED);

        assertThat(hub.delivered()).isEmpty();
        assertThat(hub.intents()).isZero();
        assertThat(hub.quarantine.read(aside.id()))
                .hasValueSatisfying(
                        bytes -> assertThat(new String(bytes, GB18030)).contains("王五"));
        byte[] kept = Files.readAllBytes(home.resolve("quarantine").resolve(aside.id() + ".sealed"));
        assertThat(new String(kept, StandardCharsets.ISO_8859_1)).doesNotContain(ID);
        hub.alerts.flush();
        try (Connection connection = hub.fixture.runtime.getConnection()) {
            assertThat(Sql.exists(connection, "SELECT 1 FROM registry.alert WHERE kind = 'FILE_QUARANTINED'"))
                    .isTrue();
        }
    }

    @Test
    void oneBadRecordIsSetAsideAndTheOthersArrive() throws Exception {
        FileCity hub = city(csv("'format':'CSV','badRecord':'RECORD','formulas':'REFUSE'"));
        put(hub, "a.csv", "身份证号,姓名\r\n" + ID + ",=1+1\r\n" + ID + ",王五\r\n", StandardCharsets.UTF_8);
        hub.start();

        Transfer done = hub.reaches(TransferState.DONE);

        assertThat(Files.readString(hub.in.resolve("a.csv"))).contains("王五").doesNotContain("=1+1");
        assertThat(done.badRecords()).isEqualTo(1);
        assertThat(hub.quarantine.read(done.id()))
                .hasValueSatisfying(bytes -> assertThat(new String(bytes, StandardCharsets.UTF_8))
                        .isEqualTo("1,formula," + ID + ",=1+1\r\n"));
    }

    @Test
    void halfALineIsNoFile() throws Exception {
        FileCity hub = city(csv("'format':'CSV'"));
        put(hub, "a.csv", "身份证号,姓名\r\n" + ID + ",\"王", StandardCharsets.UTF_8);
        hub.start();

        hub.reaches(TransferState.QUARANTINED);

        assertThat(hub.delivered()).isEmpty();
    }

    @Test
    void aDataFileIsTakenOnlyWithItsControlFileWhichIsWrittenAtTheTargetToo() throws Exception {
        FileCity hub = city("'names':'.*[.]csv','control':{'name':'{stem}.ctl','count':'rows'},"
                + csv("'format':'CSV'").replace("'names':'.*',", ""));
        String text = "身份证号,姓名\r\n" + ID + ",王五\r\n";
        put(hub, "early.csv", text, StandardCharsets.UTF_8);
        put(hub, "vouched.csv", text, StandardCharsets.UTF_8);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        put(
                hub,
                "vouched.ctl",
                "size=" + bytes.length + "\nsm3=" + HexFormat.of().formatHex(Sm3.hash(bytes)) + "\nrows=1\n",
                StandardCharsets.UTF_8);
        hub.start();

        Transfer done = hub.reaches(TransferState.DONE);

        assertThat(done.source().name()).isEqualTo("vouched.csv");
        assertThat(hub.delivered()).containsExactly("vouched.csv", "vouched.ctl");
        byte[] released = Files.readAllBytes(hub.in.resolve("vouched.csv"));
        assertThat(hub.in.resolve("vouched.ctl"))
                .hasContent("size=" + released.length + "\nsm3="
                        + HexFormat.of().formatHex(Sm3.hash(released)) + "\nrows=1\n");
    }

    @Test
    void aFileThatIsNotWhatItsControlFileStatesIsSetAside() throws Exception {
        FileCity hub = city("'names':'.*[.]csv','control':{'name':'{name}.ctl'},"
                + csv("'format':'CSV'").replace("'names':'.*',", ""));
        put(hub, "a.csv", "身份证号,姓名\r\n" + ID + ",王五\r\n", StandardCharsets.UTF_8);
        put(hub, "a.csv.ctl", "sm3=" + "0".repeat(64) + "\n", StandardCharsets.UTF_8);
        hub.start();

        hub.reaches(TransferState.QUARANTINED);

        assertThat(hub.delivered()).isEmpty();
        assertThat(hub.intents()).isZero();
    }

    @Test
    void columnsOfFixedWidthInBytesBecomeRecords() throws Exception {
        FileCity hub = city(csv("'format':'FIXED','charset':'GBK','columns':[{'name':'身份证号','width':18},"
                + "{'name':'姓名','width':8},{'name':'内部','width':4}]"));
        put(hub, "a.txt", ID + "王五    机密\n" + ID + "欧阳娜娜公开\n", Charset.forName("GBK"));
        hub.start();
        hub.reaches(TransferState.DONE);

        assertThat(Files.readString(hub.in.resolve("a.csv"), Charset.forName("GBK")))
                .isEqualTo("身份证号,姓名\r\n420682********0012,王五\r\n420682********0012,欧阳娜娜\r\n");
    }

    @Test
    void theFirstSheetOfAWorkbookBecomesRecords() throws Exception {
        FileCity hub = city(csv("'format':'XLSX'"));
        Files.write(hub.out.resolve("a.xlsx"), workbook(cell("身份证号") + cell("姓名"), cell(ID) + cell("王五")));
        hub.start();
        hub.reaches(TransferState.DONE);

        assertThat(Files.readString(hub.in.resolve("a.csv"))).isEqualTo("身份证号,姓名\r\n420682********0012,王五\r\n");
    }

    @Test
    void aWorkbookThatSwellsIsSetAsideBeforeItIsParsed() throws Exception {
        FileCity hub = city(csv("'format':'XLSX'"));
        Files.write(hub.out.resolve("bomb.xlsx"), bomb());
        hub.start();

        Transfer aside = hub.reaches(TransferState.QUARANTINED);

        assertThat(Objects.requireNonNull(aside.reason()).en()).contains("unpacks to far more");
        assertThat(hub.delivered()).isEmpty();
    }

    private static String cell(String text) {
        return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
    }

    private static byte[] workbook(String... rows) throws Exception {
        StringBuilder sheet = new StringBuilder(
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
        for (int i = 0; i < rows.length; i++) {
            sheet.append("<row r=\"")
                    .append(i + 1)
                    .append("\">")
                    .append(rows[i])
                    .append("</row>");
        }
        sheet.append("</sheetData></worksheet>");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            entry(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>");
            entry(
                    zip,
                    "_rels/.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            entry(
                    zip,
                    "xl/workbook.xml",
                    "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"s\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            entry(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            entry(zip, "xl/worksheets/sheet1.xml", sheet.toString());
        }
        return out.toByteArray();
    }

    private static byte[] bomb() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] blank = new byte[1 << 20];
        Arrays.fill(blank, (byte) ' ');
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            for (int i = 0; i < 64; i++) {
                zip.write(blank);
            }
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws Exception {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
