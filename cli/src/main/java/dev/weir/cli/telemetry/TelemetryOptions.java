package dev.weir.cli.telemetry;

import dev.weir.cli.service.Services;
import dev.weir.cli.user.UserError;
import dev.weir.extproc.record.StreamSink;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a host tells of each stream.
public final class TelemetryOptions {
  private static final String ENDPOINT_VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description =
          "append a line for each stream to this file, or print it (-); never a header's value beyond the few that are named in the manual")
  private @Nullable String accessLog;

  @Option(
      names = "--access-log-format",
      paramLabel = "FORMAT",
      description = "text or json (default: text)")
  private AccessLogFormat format = AccessLogFormat.TEXT;

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "URL",
      description =
          "send a span for each sampled stream to this OpenTelemetry collector (OTLP over HTTP);"
              + " also $$OTEL_EXPORTER_OTLP_ENDPOINT (default: none)")
  private @Nullable URI otlpEndpoint;

  /// Opens what is asked for; it ends with `services`.
  public List<StreamSink> open(Services services, MeterRegistry meters) {
    List<StreamSink> sinks = new ArrayList<>();
    if (accessLog != null) {
      try {
        sinks.add(services.add("access log", AccessLog.open(accessLog, format, meters)));
      } catch (IOException e) {
        throw new UserError(
            "--access-log: %s (expected: a file that can be written)".formatted(e.getMessage()), e);
      }
    }
    endpoint().ifPresent(url -> sinks.add(services.add("traces", Tracing.start(url))));
    return sinks;
  }

  private Optional<URI> endpoint() {
    Optional<URI> url =
        Optional.ofNullable(otlpEndpoint)
            .or(() ->
                Optional.ofNullable(System.getenv(ENDPOINT_VARIABLE))
                    .filter(text -> !text.isBlank())
                    .map(TelemetryOptions::uri));
    url.ifPresent(TelemetryOptions::check);
    return url;
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw refused(text);
    }
  }

  private static void check(URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw refused(url.toString());
    }
  }

  private static UserError refused(String text) {
    return new UserError(
        "--otlp-endpoint: '%s' (expected: http://HOST:PORT or https://HOST:PORT)".formatted(text));
  }
}
