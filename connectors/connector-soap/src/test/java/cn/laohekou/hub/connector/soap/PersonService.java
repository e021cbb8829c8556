package cn.laohekou.hub.connector.soap;

import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlSchemaType;
import jakarta.xml.bind.annotation.XmlSeeAlso;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** What a ministry's service of 2008 looks like: document/literal, wrapped. */
@NullUnmarked // filled by JAXB, or by a call
@WebService(name = "PersonPort", targetNamespace = PersonService.NAMESPACE)
@XmlSeeAlso(PersonService.Official.class)
public interface PersonService {

    String NAMESPACE = "http://person.example.gov.cn/";

    @WebMethod(action = "urn:find")
    @WebResult(name = "person")
    Person find(@WebParam(name = "query") Query query);

    @WebMethod
    @WebResult(name = "size")
    int store(@WebParam(name = "photo") byte[] photo);

    @WebMethod
    @WebResult(name = "photo")
    byte[] photo(@WebParam(name = "size") int size);

    @XmlAccessorType(XmlAccessType.FIELD)
    class Query {
        @XmlElement(required = true)
        public String idNumber;

        public List<String> purposes = new ArrayList<>();

        public Integer year;
    }

    @XmlAccessorType(XmlAccessType.FIELD)
    class Person {
        @XmlAttribute
        public int version;

        @XmlElement(required = true)
        public String name;

        public long household;

        public BigDecimal income;

        public boolean married;

        public double score;

        @XmlSchemaType(name = "date")
        public String born;

        public List<String> phones = new ArrayList<>();

        @XmlElement(nillable = true)
        public Person spouse;
    }

    @XmlAccessorType(XmlAccessType.FIELD)
    class Official extends Person {
        public String office;
    }
}
