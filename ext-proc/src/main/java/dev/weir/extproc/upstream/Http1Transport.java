package dev.weir.extproc.upstream;

import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;

/// HTTP/1.1 to one upstream, whatever authority a request names.
final class Http1Transport extends HttpClientTransportOverHTTP {
  private final Origin origin;

  Http1Transport(Endpoint endpoint, ClientConnector connector) {
    super(connector);
    this.origin = Origins.of(endpoint, "http/1.1");
  }

  @Override
  public Origin newOrigin(Request request) {
    return origin;
  }
}
