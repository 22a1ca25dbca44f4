package dev.weir.cli.up;

import dev.weir.cli.envoy.EnvoyBinary;
import java.nio.file.Path;
import java.util.List;

/// What `weir up` prints when all of it runs: what is where, and what to try.
record Tour(PortOptions.Ports ports, Listeners listeners, Path folder, EnvoyBinary envoy) {
  private static final int DEFAULT_ADMIN_PORT = 18_090;

  @Override
  public String toString() {
    return """

    Weir is up.

      proxy         %s   Envoy %s
      upstream      http://localhost:%d   answers with the request that reached it
      admin         http://localhost:%d   /metrics, /healthz, /readyz, /api/v1/plugins
      Envoy admin   http://localhost:%d
      xDS           localhost:%d
      ext_proc      localhost:%d
      documents     %s   edit them: a change is live within a second

    Try, in another terminal:

      %s

    Ctrl-C ends all of it.
    """
        .formatted(
            proxy(),
            envoy.version(),
            ports.upstream(),
            ports.admin(),
            ports.envoyAdmin(),
            ports.xds(),
            ports.extProc(),
            folder,
            String.join("\n  ", commands()));
  }

  private String proxy() {
    return listeners.ports().isEmpty()
        ? "no listener in the documents yet"
        : String.join(
            ", ", listeners.ports().stream().map("http://localhost:%d"::formatted).toList());
  }

  private List<String> commands() {
    int port = listeners.ports().isEmpty() ? ports.proxy() : listeners.ports().getFirst();
    String second =
        Quickstart.is(folder)
            ? "curl -i -H 'x-api-key: quickstart-key' localhost:%d/admin".formatted(port)
            : weir("proxies");
    return List.of("curl -i localhost:%d/".formatted(port), second, weir("plugins"));
  }

  private String weir(String kind) {
    String command = System.getProperty("weir.command", "weir");
    String admin = ports.admin() == DEFAULT_ADMIN_PORT ? "" : " --admin localhost:" + ports.admin();
    return "%s get %s%s".formatted(command, kind, admin);
  }
}
