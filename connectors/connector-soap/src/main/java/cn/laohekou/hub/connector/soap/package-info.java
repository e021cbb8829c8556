/**
 * Camel component {@code hub-soap}: JSON in, SOAP to the counterpart, JSON out, both by the types of its WSDL; sent
 * through {@code hub-http} with its bounds and its checked addresses.
 */
@NullMarked
package cn.laohekou.hub.connector.soap;

import org.jspecify.annotations.NullMarked;
