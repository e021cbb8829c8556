package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.http.HubHttpComponent;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One connector's SOAP service. Producer only. */
public final class SoapEndpoint extends DefaultEndpoint {

    private final SoapOptions options;

    SoapEndpoint(String uri, SoapComponent component, SoapOptions options) {
        super(uri, component);
        this.options = options;
    }

    /** The options exactly as received; holds secrets, so it is for comparison and never for printing. */
    public SoapOptions options() {
        return options;
    }

    @Override
    public Producer createProducer() throws Exception {
        if (!options.security().isKnown()) {
            throw Faults.misconfigured(
                    "security 只能是 none、usernameToken、signature 或 usernameTokenSigned。",
                    "security must be none, usernameToken, signature or usernameTokenSigned.");
        }
        if (options.mtom() && options.security().signature()) {
            throw Faults.misconfigured("mtom 与签名不能同时使用。", "mtom and a signature cannot be combined.");
        }
        SoapService service = WsdlReader.read(options.wsdl(), options.schemas(), options.port());
        WsSecurity security = WsSecurity.of(options.security());
        AsyncProducer transport = getCamelContext()
                .getComponent("hub-http", HubHttpComponent.class)
                .endpoint(options.connector(), options.http().options())
                .createAsyncProducer();
        return new SoapProducer(this, new RequestBuilder(service, security, options.mtom()), transport);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("hub-soap only calls counterparts; it does not listen");
    }

    @Override
    public boolean isSingletonProducer() {
        return true;
    }
}
