package dev.weir.cli.conformance;

import dev.weir.cli.conformance.tcp.TcpAct;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Scripts for TCP connections that nobody wrote, from a seed: right and wrong hostcalls in every
/// callback.
///
/// Each end sends one piece. Left out is what differs by the protocol, as the cases say, and what
/// would leave an end waiting.
final class RandomConnections {
  private static final int MAX_OPERATIONS = 5;
  private static final int DOWNSTREAM_DATA = 2;
  private static final List<String> CALLBACKS =
      List.of("nc", "dd", "hc", "ud", "uc", "dc", "dn", "lg");

  /// Those that come when data that a plugin held is gone.
  private static final List<String> AFTER_DATA = List.of("uc", "dc", "dn", "lg");

  private static final String CALL =
      "proxy_http_call(upstream,:method=POST&:path=/call&:authority=a,ask,,5000);ret(1)";
  private static final String GO_ON = "proxy_continue_stream(2)";

  /// What happens in a script beside its random hostcalls.
  private enum Plot {
    NOTHING,
    CALL_IN_BEGIN,
    CALL_IN_DATA,
    HELD_UNTIL_THE_ANSWER,
    CLOSED_BY_THE_REQUEST,
    CLOSED_BY_THE_ANSWER;

    /// The last hostcalls of a callback; empty if there is nothing special about it.
    String ending(String callback) {
      return switch (this) {
        case NOTHING -> "";
        case CALL_IN_BEGIN -> held(callback, "nc", CALL, "hc");
        case CALL_IN_DATA -> held(callback, "dd", CALL, "hc");
        case HELD_UNTIL_THE_ANSWER -> held(callback, "dd", "ret(1)", "ud");
        case CLOSED_BY_THE_REQUEST -> callback.equals("dd") ? "proxy_close_stream(3)" : "";
        case CLOSED_BY_THE_ANSWER -> callback.equals("ud") ? "proxy_close_stream(2)" : "";
      };
    }

    private static String held(String callback, String from, String pause, String until) {
      return callback.equals(from) ? pause : callback.equals(until) ? GO_ON : "";
    }

    /// Whether it may be the server that speaks first.
    boolean takesAnyOrder() {
      return this == NOTHING || this == CLOSED_BY_THE_REQUEST || this == CLOSED_BY_THE_ANSWER;
    }

    boolean holdsData() {
      return this == CALL_IN_DATA || this == HELD_UNTIL_THE_ANSWER;
    }
  }

  private final RandomGenerator random;
  private int made;

  RandomConnections(RandomGenerator random) {
    this.random = random;
  }

  ConnectionScript next() {
    RandomOperations operations = new RandomOperations(random, "-t" + ++made, false);
    Plot plot = random.nextBoolean() ? Plot.NOTHING : pick(List.of(Plot.values()));
    List<String> steps = new ArrayList<>();
    for (String callback : CALLBACKS) {
      String ending = plot.ending(callback);
      if (!ending.isEmpty()) {
        steps.add("%s=%s;%s".formatted(callback, some(operations, plot, callback), ending));
      } else if (random.nextBoolean()) {
        steps.add("%s=%s".formatted(callback, some(operations, plot, callback)));
      }
    }
    steps.add("de=ret(0)");
    steps.add("ue=ret(0)");
    return talk(plot, String.join("|", steps));
  }

  private ConnectionScript talk(Plot plot, String steps) {
    if (plot.takesAnyOrder() && random.nextBoolean()) {
      return new ConnectionScript(
          acts("await <", "send world"), acts("send hello", "await >"), steps);
    }
    String request = plot == Plot.HELD_UNTIL_THE_ANSWER ? "await dd(" : "await >";
    return new ConnectionScript(acts("send hello", "await <"), acts(request, "send world"), steps);
  }

  private String some(RandomOperations operations, Plot plot, String callback) {
    List<String> some = new ArrayList<>();
    int count = 1 + random.nextInt(MAX_OPERATIONS);
    for (int i = 0; i < count; i++) {
      String operation = operations.next(callback, false);
      if (operation.startsWith("proxy_set_buffer_bytes")) {
        some.add(edit(plot, callback));
      } else if (!plot.ending(callback).isEmpty() && operation.equals(GO_ON)) {
        some.add("proxy_continue_stream(99)"); // would undo what the plot says
      } else {
        some.add(operation);
      }
    }
    return String.join(";", some);
  }

  /// Before or behind what is there.
  private String edit(Plot plot, String callback) {
    return "proxy_set_buffer_bytes(%d,%d,0,%s)"
        .formatted(
            pick(editable(plot, callback)),
            pick(List.of(0, 100)),
            pick(List.of("", "1", "two%20w")));
  }

  /// Not data that was held and let go: in Envoy it can still be edited, as a case says.
  private static List<Integer> editable(Plot plot, String callback) {
    boolean letGo =
        plot.holdsData()
            && (AFTER_DATA.contains(callback)
                || (plot == Plot.CALL_IN_DATA && callback.equals("ud")));
    return RandomOperations.BUFFERS.stream()
        .filter(type -> !letGo || type != DOWNSTREAM_DATA)
        .toList();
  }

  private static List<TcpAct> acts(String... acts) {
    return Stream.of(acts).map(TcpAct::of).toList();
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
