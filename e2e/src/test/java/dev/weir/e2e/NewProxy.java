package dev.weir.e2e;

import dev.weir.cli.envoy.EnvoyBootstrap;
import dev.weir.cli.envoy.EnvoyFinder;
import dev.weir.cli.envoy.EnvoyProcess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One more Envoy, with a listener of its own, that a control plane has never seen.
final class NewProxy implements AutoCloseable {
  private static final String CLUSTER = "latecomers";

  private final int port;
  private final Client client;
  private final EnvoyProcess envoy;
  private final EnvoyStats stats;

  private NewProxy(int port, EnvoyProcess envoy, EnvoyStats stats) {
    this.port = port;
    this.client = new Client(port);
    this.envoy = envoy;
    this.stats = stats;
  }

  /// @param folder of the control plane's documents; the new proxy's own stays there
  static NewProxy start(Folder folder, InetSocketAddress xdsServer) {
    List<Integer> ports = Ports.free(2);
    folder.write(CLUSTER + ".yaml", EnvoyDocument.answering(CLUSTER, ports.get(0)));
    return start(CLUSTER, ports.get(0), ports.get(1), xdsServer);
  }

  static NewProxy start(String cluster, int port, int adminPort, InetSocketAddress xdsServer) {
    InetSocketAddress admin = new InetSocketAddress(InetAddress.getLoopbackAddress(), adminPort);
    EnvoyProcess envoy =
        EnvoyProcess.start(
            EnvoyFinder.of(System.getenv(), System.out::println).find(Optional.empty()),
            new EnvoyBootstrap("proxy-" + adminPort, cluster, admin, xdsServer),
            List.of());
    return new NewProxy(port, envoy, new EnvoyStats(adminPort));
  }

  int port() {
    return port;
  }

  Client client() {
    return client;
  }

  /// What Envoy counts under this name; 0 if it does not.
  long stat(String name) {
    return stats.matching(Pattern.quote(name)).values().stream().mapToLong(Long::valueOf).sum();
  }

  /// The answer to the first request that is answered at all.
  Exchange firstAnswer() {
    Eventually.await(
        "the new proxy answers", () -> client.tryGet("/").isPresent(), stats::listenerChanges);
    return client.get("/");
  }

  @Override
  public void close() {
    client.close();
    envoy.close();
  }
}
