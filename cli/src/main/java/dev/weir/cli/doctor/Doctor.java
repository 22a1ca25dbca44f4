package dev.weir.cli.doctor;

import dev.weir.cli.api.Api;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares a proxy's ext_proc filters with what Weir's chains need.
final class Doctor {
  /// The oldest that Weir is made for.
  private static final int OLDEST_MINOR = 36;

  /// Since then two ext_proc filters of one request do not lose data.
  private static final int TWO_FILTERS_MINOR = 38;

  private final EnvoyDump dump;
  private final Api.Chains chains;
  private final Findings findings = Findings.at("proxy");
  private final Set<String> clusters = new LinkedHashSet<>();

  private Doctor(EnvoyDump dump, Api.Chains chains) {
    this.dump = dump;
    this.chains = chains;
  }

  /// What is wrong, the worst first; empty if nothing is.
  static List<Finding> examine(EnvoyDump dump, Api.Chains chains) {
    Doctor doctor = new Doctor(dump, chains);
    doctor.examine();
    return doctor.findings.all();
  }

  private void examine() {
    if (dump.filters().isEmpty()) {
      findings.error(
          "http_filters", "no ext_proc filter", "one for each chain", "no request is ever sent");
    }
    Map<String, FoundFilter> byChain = new HashMap<>();
    for (FoundFilter filter : dump.filters()) {
      filter(filter);
      filter.target().chain().ifPresent(chain -> twice(byChain, chain, filter));
    }
    clusters.forEach(name -> ClusterCheck.check(name, dump, findings.in("cluster " + name)));
    dump.routes().forEach(this::route);
  }

  private void filter(FoundFilter filter) {
    Findings here = findings.in(filter.where());
    StreamTarget target = filter.target();
    Optional<String> name = target.chain();
    if (name.isEmpty()) {
      here.warning(
          target.chainField(),
          "",
          "one of " + names(),
          "a host refuses its requests with 503; or it asks somebody else");
      return;
    }
    Optional<Message> wanted = chain(name.get());
    if (wanted.isEmpty()) {
      here.error(
          target.chainField(),
          name.get(),
          "one of " + names(),
          "no host runs it: every request gets 503, details weir_unknown_chain");
      return;
    }
    Examined examined = new Examined(filter, wanted.get(), dump.version());
    version(examined, here);
    RuleCheck.check(examined, here);
    ModeCheck.check(examined, filter.config().at("processing_mode"), here);
    TimeCheck.check(examined, here);
    if (!filter.cluster().isEmpty()) {
      clusters.add(filter.cluster());
    }
  }

  private void version(Examined examined, Findings here) {
    if (!examined.isAtLeast(OLDEST_MINOR)) {
      here.warning(
          "version",
          dump.version().orElse(""),
          "1.%d or newer".formatted(OLDEST_MINOR),
          "Weir is not made for older ones");
    }
    String told = examined.filter().target().term("proxy-version");
    if (dump.version().filter(is -> !is.equals(told)).isPresent()) {
      here.note(
          examined.filter().target().termsField(),
          told.isEmpty() ? "" : "proxy-version=" + told,
          "proxy-version=" + dump.version().get(),
          "the host uses what this release knows only if it is told");
    }
  }

  private void twice(Map<String, FoundFilter> byChain, String chain, FoundFilter filter) {
    FoundFilter first = byChain.putIfAbsent(listener(filter) + chain, filter);
    if (first != null) {
      findings
          .in(filter.where())
          .warning(
              filter.target().chainField(),
              chain + ", as in " + first.where(),
              "each chain once",
              "its plugins run twice for each request");
    }
    FoundFilter other = byChain.putIfAbsent(listener(filter), filter);
    Examined examined = new Examined(filter, filter.config(), dump.version());
    if (other != null && !examined.isAtLeast(TWO_FILTERS_MINOR)) {
      findings
          .in(filter.where())
          .warning(
              "version",
              dump.version().orElse(""),
              "1.%d or newer for two ext_proc filters".formatted(TWO_FILTERS_MINOR),
              "older ones can lose parts of a body between the two");
    }
  }

  private static String listener(FoundFilter filter) {
    int end = filter.where().lastIndexOf(" > ");
    return end < 0 ? "" : filter.where().substring(0, end);
  }

  private void route(EnvoyDump.RouteSetting route) {
    Optional<FoundFilter> filter =
        dump.filters().stream().filter(f -> f.name().equals(route.filter())).findFirst();
    if (filter.isEmpty()) {
      return;
    }
    Findings here = findings.in("%s, filter %s".formatted(route.where(), route.filter()));
    if (route.config().flag("disabled")) {
      here.warning(
          "typed_per_filter_config.disabled", "true", "false", "no plugin sees these requests");
    }
    Message overrides = route.config().unwrapped().at("overrides");
    if (overrides.has("processing_mode")) {
      filter
          .flatMap(found -> found.target().chain().flatMap(this::chain))
          .ifPresent(wanted ->
              ModeCheck.check(
                  new Examined(filter.get(), wanted, dump.version()),
                  overrides.at("processing_mode"),
                  here));
    }
    overrides.list("grpc_initial_metadata").stream()
        .filter(entry ->
            entry.text("key").equals(StreamTarget.CHAIN) && chain(entry.text("value")).isEmpty())
        .forEach(entry ->
            here.error(
                "overrides.grpc_initial_metadata." + StreamTarget.CHAIN,
                entry.text("value"),
                "one of " + names(),
                "no host runs it: every request gets 503, details weir_unknown_chain"));
  }

  /// A slot alone means its newest revision.
  private Optional<Message> chain(String name) {
    return chains.chains().reversed().stream()
        .filter(needs -> needs.chain().equals(name) || needs.chain().startsWith(name + "@"))
        .map(needs -> new Message(needs.filter()))
        .findFirst();
  }

  private String names() {
    return chains.chains().isEmpty()
        ? "none, as Weir runs no chain now"
        : String.join(", ", chains.chains().stream().map(Api.ChainNeeds::chain).toList());
  }
}
