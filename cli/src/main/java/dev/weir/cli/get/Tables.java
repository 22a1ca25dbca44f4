package dev.weir.cli.get;

import dev.weir.cli.api.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The answers of the admin interface as tables.
final class Tables {

  private static final int MAX_ERROR_CHARS = 600;

  private final Instant now;

  /// @param now ages are counted up to this moment
  Tables(Instant now) {
    this.now = now;
  }

  String plugins(Api.Plugins answer) {
    Table table =
        new Table(
            "NAME", "PHASE", "PLACEMENT", "REVISION", "PROXIES", "HOSTS", "STATUS", "LAST ERROR");
    for (Api.Plugin plugin : answer.plugins()) {
      table.add(
          plugin.name(),
          plugin.phase(),
          plugin.placement(),
          plugin.revision().map(Api::shortened).orElse(Table.NONE),
          plugin.proxies().toString(),
          plugin.hosts().of() == 0 ? Table.NONE : plugin.hosts().toString(),
          plugin.status().name().toLowerCase(Locale.ROOT),
          error(plugin.lastError()));
    }
    String problems =
        answer.problems().stream()
            .map(problem -> error(Optional.of(problem)) + System.lineSeparator())
            .collect(Collectors.joining());
    return problems.isEmpty() ? table.toString() : table + System.lineSeparator() + problems;
  }

  String proxies(Api.Proxies answer) {
    Table table =
        new Table("NODE", "VERSION", "CONNECTED", "SLOT", "REVISION", "STATE", "LAST ERROR");
    for (Api.Proxy proxy : answer.proxies()) {
      String connected = yesNo(proxy.connected());
      String error = error(proxy.lastError());
      if (proxy.slots().isEmpty()) {
        table.add(
            proxy.node(), proxy.version(), connected, Table.NONE, Table.NONE, Table.NONE, error);
      }
      for (Api.Slot slot : proxy.slots()) {
        // The error is the proxy's, not this slot's: once is enough.
        String here = slot.equals(proxy.slots().getFirst()) ? error : Table.NONE;
        table.add(
            proxy.node(),
            proxy.version(),
            connected,
            slot.slot(),
            Api.shortened(slot.revision()),
            slot.state(),
            here);
      }
    }
    return table.toString();
  }

  String hosts(Api.Hosts answer) {
    Table table =
        new Table(
            "NODE", "ADDRESS", "CONNECTED", "SERVING", "CHAIN", "STATE", "STREAMS", "LAST ERROR");
    for (Api.Host host : answer.hosts()) {
      String connected = yesNo(host.connected());
      String serving = yesNo(host.serving());
      if (host.chains().isEmpty()) {
        table.add(
            host.node(),
            host.address(),
            connected,
            serving,
            Table.NONE,
            Table.NONE,
            Table.NONE,
            Table.NONE);
      }
      for (Api.Chain chain : host.chains()) {
        table.add(
            host.node(),
            host.address(),
            connected,
            serving,
            chain(chain.chain()),
            chain.state(),
            String.valueOf(chain.openStreams()),
            error(chain.lastError()));
      }
    }
    return table.toString();
  }

  /// What each chain needs, in short; JSON and YAML show the whole filter.
  static String chains(Api.Chains answer) {
    Table table = new Table("CHAIN", "REQUEST", "RESPONSE", "TIMEOUT", "FAILURE MODE");
    for (Api.ChainNeeds needs : answer.chains()) {
      boolean network = needs.filter().has("typed_config");
      JsonNode filter = network ? needs.filter().path("typed_config") : needs.filter();
      JsonNode mode = filter.path("processing_mode");
      table.add(
          chain(needs.chain()),
          network ? sent(mode.path("process_read")) : sent(mode, "request"),
          network ? sent(mode.path("process_write")) : sent(mode, "response"),
          filter.path("message_timeout").asString(),
          filter.path("failure_mode_allow").asBoolean(false) ? "open" : "closed");
    }
    return table.toString();
  }

  private static String sent(JsonNode data) {
    return data.asString("STREAMED").equals("SKIP") ? "" : "data";
  }

  private static String sent(JsonNode mode, String direction) {
    List<String> sent = new ArrayList<>();
    if (!mode.path(direction + "_header_mode").asString("SEND").equals("SKIP")) {
      sent.add("headers");
    }
    if (mode.has(direction + "_body_mode")) {
      sent.add("body");
    }
    if (mode.path(direction + "_trailer_mode").asString("SKIP").equals("SEND")) {
      sent.add("trailers");
    }
    return String.join(",", sent);
  }

  private String error(Optional<Api.Problem> error) {
    return error
        .map(problem ->
            "%s (%s ago)".formatted(line(problem.text()), age(Duration.between(problem.at(), now))))
        .orElse(Table.NONE);
  }

  /// One line of the text; an Envoy can quote whole resources, of which JSON and YAML show all.
  private static String line(String text) {
    String line = text.strip().replaceAll("\\R\\s*", "; ");
    return line.length() <= MAX_ERROR_CHARS
        ? line
        : line.substring(0, MAX_ERROR_CHARS / 2)
            + " … "
            + line.substring(line.length() - MAX_ERROR_CHARS / 2);
  }

  /// The two largest units at most: `5s`, `2m10s`, `3h5m`, `4d`.
  static String age(Duration age) {
    if (age.compareTo(Duration.ofMinutes(1)) < 0) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.compareTo(Duration.ofHours(1)) < 0) {
      return "%dm%ds".formatted(age.toMinutes(), age.toSecondsPart());
    }
    if (age.compareTo(Duration.ofDays(1)) < 0) {
      return "%dh%dm".formatted(age.toHours(), age.toMinutesPart());
    }
    return age.toDays() + "d";
  }

  private static String chain(String chain) {
    int at = chain.indexOf('@');
    return at < 0 ? chain : chain.substring(0, at + 1) + Api.shortened(chain.substring(at + 1));
  }

  private static String yesNo(boolean value) {
    return value ? "yes" : "no";
  }
}
