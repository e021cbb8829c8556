package cn.laohekou.hub.connector.soap;

import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.jws.soap.SOAPBinding;

/** An rpc/literal service. */
@WebService(serviceName = "Sums", portName = "SumsPort", targetNamespace = "urn:sums")
@SOAPBinding(style = SOAPBinding.Style.RPC)
public class Sums {

    @WebResult(name = "sum")
    public int add(@WebParam(name = "a") int a, @WebParam(name = "b") int b) {
        return a + b;
    }
}
