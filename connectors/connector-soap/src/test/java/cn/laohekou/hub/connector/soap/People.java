package cn.laohekou.hub.connector.soap;

import jakarta.jws.WebService;
import java.math.BigDecimal;
import java.util.List;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapFault;
import org.jspecify.annotations.NullUnmarked;

/** The service's answers; what was asked is kept. */
@NullUnmarked // filled by JAXB, or by a call
@WebService(
        serviceName = "PersonService",
        portName = "PersonPort",
        targetNamespace = PersonService.NAMESPACE,
        endpointInterface = "cn.laohekou.hub.connector.soap.PersonService")
public class People implements PersonService {

    private static final String SOAP11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String SOAP12 = "http://www.w3.org/2003/05/soap-envelope";

    volatile Query asked;
    volatile byte[] stored;

    @Override
    public Person find(Query query) {
        asked = query;
        if (query.idNumber.equals("client")) {
            throw new SoapFault("s3cr3t of 420682195013010012", new QName(SOAP11, "Client"));
        }
        if (query.idNumber.equals("sender")) {
            throw new SoapFault("s3cr3t of 420682195013010012", new QName(SOAP12, "Sender"));
        }
        if (query.idNumber.equals("server")) {
            throw new IllegalStateException("s3cr3t of 420682195013010012");
        }
        Official person = new Official();
        person.version = 3;
        person.name = "王孟楼 <&> \"";
        person.household = 9_007_199_254_740_993L;
        person.income = new BigDecimal("12345678901234567890.10");
        person.married = true;
        person.score = Double.NaN;
        person.born = "1950-01-30";
        person.phones = List.of("13900000000");
        person.office = "镇长";
        return person;
    }

    @Override
    public int store(byte[] photo) {
        stored = photo;
        return photo.length;
    }

    @Override
    public byte[] photo(int size) {
        return new byte[size];
    }
}
