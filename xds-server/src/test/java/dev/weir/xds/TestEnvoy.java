package dev.weir.xds;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real Envoy as a child process, which gets everything from the control plane under test.
final class TestEnvoy implements AutoCloseable {
  private static final Pattern LISTENER = Pattern.compile("http::127\\.0\\.0\\.1:(\\d+)");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final Process process;
  private final Path adminFile;

  TestEnvoy(String binary, Path folder, String id, int xdsPort) throws IOException {
    adminFile = folder.resolve(id + "-admin");
    Path bootstrap = Files.writeString(folder.resolve(id + ".yaml"), bootstrap(id, xdsPort));
    process =
        new ProcessBuilder(
                binary,
                "-c",
                bootstrap.toString(),
                "--admin-address-path",
                adminFile.toString(),
                "--concurrency",
                "1",
                "--use-dynamic-base-id",
                "-l",
                "warning")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(id + ".log").toFile())
            .start();
  }

  private static String bootstrap(String id, int xdsPort) {
    return """
    node: {id: %s, cluster: test, metadata: {labels: {app: test}}}
    admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
    dynamic_resources:
      ads_config:
        api_type: DELTA_GRPC
        transport_api_version: V3
        set_node_on_first_message_only: true
        grpc_services: [{envoy_grpc: {cluster_name: weir-xds}}]
      lds_config: {resource_api_version: V3, ads: {}}
      cds_config: {resource_api_version: V3, ads: {}}
    static_resources:
      clusters:
      - name: weir-xds
        type: STATIC
        connect_timeout: 1s
        typed_extension_protocol_options:
          envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
            "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
            explicit_http_config: {http2_protocol_options: {}}
        load_assignment:
          cluster_name: weir-xds
          endpoints:
          - lb_endpoints:
            - endpoint:
                address: {socket_address: {address: 127.0.0.1, port_value: %d}}
    """
        .formatted(id, xdsPort);
  }

  /// The body of an admin page; empty while there is no admin.
  String admin(String path) {
    try {
      return Files.exists(adminFile)
          ? get("http://" + Files.readString(adminFile) + path).body()
          : "";
    } catch (IOException e) {
      return "";
    }
  }

  /// The port of the listener `http`; 0 while there is none.
  int port() {
    Matcher listener = LISTENER.matcher(admin("/listeners"));
    return listener.find() ? Integer.parseInt(listener.group(1)) : 0;
  }

  HttpResponse<String> get(String url) throws IOException {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// A request through the proxy.
  HttpResponse<String> request(String path) throws IOException {
    return get("http://127.0.0.1:" + port() + path);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
