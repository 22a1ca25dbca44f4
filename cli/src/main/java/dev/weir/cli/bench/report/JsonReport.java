package dev.weir.cli.bench.report;

import dev.weir.cli.bench.table.Spread;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A report as JSON: every counted round's figures, so that anything can be computed again, and the
/// spreads of the ratios and of the absolute values.
public final class JsonReport {
  private static final JsonMapper JSON = JsonMapper.shared();

  private JsonReport() {}

  public static String of(Report report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("passed", report.passed());
    root.putPOJO("machine", report.machine());
    root.putPOJO("versions", report.versions());
    root.put("peer", name(report.peer()));
    root.putPOJO("targets", report.targets());
    root.put("otherProcessesCores", report.disturbance());
    ArrayNode scenarios = root.putArray("scenarios");
    report.scenarios().forEach(result -> scenarios.add(scenario(result, report.peer())));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static ObjectNode scenario(ScenarioResult result, Setup peer) {
    ObjectNode node = JSON.createObjectNode();
    node.put("scenario", name(result.scenario()));
    node.put("fixedRate", result.fixedRate());
    result.discarded().forEach(node.putArray("discarded")::add);
    result.wrongAnswers().forEach(node.putArray("wrongAnswers")::add);
    ObjectNode ratios = node.putObject("ratios");
    ObjectNode absolutes = node.putObject("absolutes");
    ObjectNode rounds = node.putObject("rounds");
    List<Round> counted = result.rounds();
    for (Setup setup : counted.isEmpty() ? List.<Setup>of() : counted.getFirst().setups()) {
      ObjectNode ratio = ratios.putObject(name(setup));
      ObjectNode absolute = absolutes.putObject(name(setup));
      ObjectNode values = rounds.putObject(name(setup));
      for (Figure figure : Figure.values()) {
        put(ratio, figure, figure.ratio(counted, setup, peer));
        put(absolute, figure, figure.spread(counted, setup));
        if (counted.stream().allMatch(round -> figure.appliesTo(round, setup))) {
          ArrayNode all = values.putArray(name(figure));
          counted.forEach(round -> all.add(figure.in(round, setup)));
        }
      }
    }
    return node;
  }

  private static void put(ObjectNode node, Figure figure, Optional<Spread> spread) {
    spread.ifPresent(found -> node.putPOJO(name(figure), found));
  }

  /// `SERVER_CPU` as `serverCpu`.
  private static String name(Enum<?> constant) {
    String[] words = constant.name().toLowerCase(Locale.ROOT).split("_", -1);
    var name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
    }
    return name.toString();
  }
}
