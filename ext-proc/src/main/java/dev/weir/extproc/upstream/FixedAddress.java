package dev.weir.extproc.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/// Resolves every name to the upstream's own address.
final class FixedAddress implements SocketAddressResolver {
  private final Endpoint endpoint;
  private final SocketAddressResolver resolver;

  private FixedAddress(Endpoint endpoint, SocketAddressResolver resolver) {
    this.endpoint = endpoint;
    this.resolver = resolver;
  }

  static FixedAddress of(Endpoint endpoint, Resources resources) {
    return new FixedAddress(
        endpoint,
        new SocketAddressResolver.Async(
            resources.threads(),
            resources.scheduler(),
            endpoint.bounds().connectTimeout().toMillis()));
  }

  @Override
  public void resolve(
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> promise) {
    resolver.resolve(
        endpoint.host(),
        endpoint.port(),
        context,
        Promise.from(
            addresses -> promise.succeeded(addresses.stream().map(this::named).toList()),
            cause -> promise.failed(unresolved(cause))));
  }

  /// The address under the name that TLS asks for and verifies.
  private InetSocketAddress named(InetSocketAddress found) {
    if (endpoint.tls().isEmpty()) {
      return found;
    }
    try {
      byte[] address = found.getAddress().getAddress();
      return new InetSocketAddress(
          InetAddress.getByAddress(endpoint.tls().get().serverName(), address), found.getPort());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address that was found has 4 or 16 bytes", e);
    }
  }

  /// Whatever the cause: a name that does not resolve in time is no timeout of a call.
  private Throwable unresolved(Throwable cause) {
    UnknownHostException failure = new UnknownHostException(endpoint.host());
    failure.initCause(cause);
    return failure;
  }
}
