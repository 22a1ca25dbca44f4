package dev.weir.cli.get;

import dev.weir.cli.api.AdminOption;
import dev.weir.cli.api.Api;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `weir get plugins | proxies | hosts | chains`.
@Command(
    name = "get",
    description = "Show plugins, proxies, hosts or chains of a running Weir.",
    mixinStandardHelpOptions = true)
public final class GetCommand implements Runnable {
  enum Kind {
    plugins,
    proxies,
    hosts,
    chains
  }

  enum Output {
    table,
    json,
    yaml
  }

  @Parameters(paramLabel = "KIND", description = "one of ${COMPLETION-CANDIDATES}")
  @SuppressWarnings("NullAway.Init") // picocli sets it before run()
  private Kind kind;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Output output = Output.table;

  @Mixin private AdminOption admin = new AdminOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run()
  private CommandSpec spec;

  @Override
  public void run() {
    String answer = admin.client().get("/api/v1/" + kind);
    spec.commandLine().getOut().print(text(answer));
    spec.commandLine().getOut().flush();
  }

  private String text(String answer) {
    return switch (output) {
      case json -> answer;
      case yaml -> new YAMLMapper().writeValueAsString(Api.JSON.readTree(answer));
      case table -> table(answer);
    };
  }

  private String table(String answer) {
    Tables tables = new Tables(Instant.now());
    return switch (kind) {
      case plugins -> tables.plugins(Api.JSON.readValue(answer, Api.Plugins.class));
      case proxies -> tables.proxies(Api.JSON.readValue(answer, Api.Proxies.class));
      case hosts -> tables.hosts(Api.JSON.readValue(answer, Api.Hosts.class));
      case chains -> Tables.chains(Api.JSON.readValue(answer, Api.Chains.class));
    };
  }
}
