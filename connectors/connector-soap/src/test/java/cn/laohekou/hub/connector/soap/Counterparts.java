package cn.laohekou.hub.connector.soap;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.interceptor.Interceptor;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.message.Message;

/** Real CXF servers on loopback. */
final class Counterparts implements AutoCloseable {

    static final String SOAP12 = "http://www.w3.org/2003/05/soap/bindings/HTTP/";

    private final List<Server> servers = new ArrayList<>();
    private final int port = freePort();

    /** Starts a service; gives its address. */
    String start(Object service, String binding, List<Interceptor<? extends Message>> security) {
        JaxWsServerFactoryBean factory = new JaxWsServerFactoryBean();
        factory.setServiceBean(service);
        factory.setAddress("http://127.0.0.1:" + port + "/s" + servers.size());
        if (!binding.isEmpty()) {
            factory.setBindingId(binding);
        }
        factory.setProperties(new java.util.HashMap<>(java.util.Map.of("mtom-enabled", true)));
        factory.getInInterceptors().addAll(security);
        servers.add(factory.create());
        return factory.getAddress();
    }

    /** What the server says about itself. */
    static String wsdl(String address) throws IOException {
        try (InputStream in = URI.create(address + "?wsdl").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        servers.forEach(Server::destroy);
    }
}
