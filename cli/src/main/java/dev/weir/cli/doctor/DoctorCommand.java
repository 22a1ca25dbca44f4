package dev.weir.cli.doctor;

import dev.weir.cli.api.AdminOption;
import dev.weir.cli.api.Api;
import dev.weir.cli.get.Table;
import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `weir doctor`.
@Command(
    name = "doctor",
    description = {
      "Compare the ext_proc filters of an Envoy that somebody else configures with what the chains",
      "that they name need. Changes nothing. Exit code 1 means that something was found."
    },
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  /// A large fleet's Envoy has dumps of tens of megabytes.
  private static final int MAX_DUMP_BYTES = 256 << 20;

  private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIME = Duration.ofSeconds(60);

  enum Output {
    table,
    json
  }

  @Parameters(
      paramLabel = "ENVOY",
      description = "Envoy's admin address (http://HOST:PORT), or a file with its /config_dump")
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private String envoy;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Output output = Output.table;

  @Mixin private AdminOption admin = new AdminOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call()
  private CommandSpec spec;

  /// What `--output json` prints.
  record Report(List<Finding> findings) {}

  @Override
  public Integer call() {
    EnvoyDump dump = EnvoyDump.parse(read(), envoy);
    String answer = admin.client().get("/api/v1/chains");
    List<Finding> findings = Doctor.examine(dump, Api.JSON.readValue(answer, Api.Chains.class));
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (output) {
          case json -> Api.JSON.writeValueAsString(new Report(findings)) + "\n";
          case table -> table(findings);
        });
    out.flush();
    return findings.isEmpty() ? 0 : 1;
  }

  private static String table(List<Finding> findings) {
    if (findings.isEmpty()) {
      return "nothing found\n";
    }
    Table table = new Table("SEVERITY", "WHERE", "FIELD", "FOUND", "EXPECTED", "WHY");
    for (Finding finding : findings) {
      table.add(
          finding.severity().name().toLowerCase(Locale.ROOT),
          finding.where(),
          finding.field(),
          finding.found(),
          finding.expected(),
          finding.why());
    }
    return table.toString();
  }

  private String read() {
    try {
      return envoy.startsWith("http://") || envoy.startsWith("https://")
          ? text(fetch(envoy.replaceFirst("/+$", "")))
          : text(Files.newInputStream(Path.of(envoy)));
    } catch (NoSuchFileException e) {
      throw new UserError(
          envoy + ": no such file (expected: http://HOST:PORT, or a file with a /config_dump)", e);
    } catch (IOException e) {
      throw new UserError(
          "%s: %s (expected: Envoy's admin interface, or a file with its /config_dump)"
              .formatted(envoy, e.getMessage() == null ? "no answer" : e.getMessage()),
          e);
    }
  }

  private static InputStream fetch(String address) throws IOException {
    String url = address.endsWith("/config_dump") ? address : address + "/config_dump";
    HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_TIME).build();
    try {
      HttpResponse<InputStream> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER_TIME).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        throw new IOException("status %d from /config_dump".formatted(answer.statusCode()));
      }
      return answer.body();
    } catch (IllegalArgumentException e) {
      throw new IOException("not an address", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String text(InputStream source) throws IOException {
    try (source) {
      byte[] bytes = source.readNBytes(MAX_DUMP_BYTES + 1);
      if (bytes.length > MAX_DUMP_BYTES) {
        throw new IOException("more than %d bytes".formatted(MAX_DUMP_BYTES));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
