package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.Field;
import dev.weir.cli.conformance.probe.Message;
import dev.weir.cli.conformance.probe.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Scripts that nobody wrote, from a seed: right and wrong hostcalls in every callback.
///
/// Left out is only what ends an Envoy or lets one request reach into the next (see the cases),
/// what differs between two runs of the same host, and pauses that nothing ends.
final class RandomScripts {
  private static final int MAX_OPERATIONS = 5;
  private static final List<String> NAMES =
      List.of("x-a", "x-b", "X-Mixed", "x-r", "x-none", ":path", ":method", ":status", "");
  private static final List<String> WRITTEN = List.of("x-a", "x-b", "X-Mixed", "x-r", "x-new");
  private static final List<String> VALUES = List.of("", "1", "two%20words", "%e9", "v%2cw");
  private static final List<String> OUTSIDE =
      List.of("@4294967290:4", "@4294967295:4294967295", "@2147483647:2147483647");
  private static final List<String> PROPERTIES =
      List.of(
          "request%00path",
          "request%00method",
          "request%00headers%00x-r",
          "request%00protocol",
          "response%00code",
          "plugin_root_id",
          "mine",
          "no%00such%00path",
          "");
  private static final List<String> CALLBACKS = List.of("rh", "re", "rt", "sh", "se", "st", "lg");

  private final RandomGenerator random;

  RandomScripts(RandomGenerator random) {
    this.random = random;
  }

  Script next() {
    boolean body = random.nextBoolean();
    Message request =
        new Message(
            body ? "POST" : "GET",
            pick(List.of("/", "/a?b=c")),
            0,
            random.nextBoolean() ? List.of(new Field("x-r", "one")) : List.of(),
            body ? List.of(new Piece.Chunk("hello")) : List.of(),
            body && random.nextBoolean() ? List.of(new Field("x-t", "1")) : List.of(),
            Message.Start.AFTER_REQUEST);
    Message answer =
        new Message(
            "",
            "",
            pick(List.of(200, 200, 404)),
            random.nextBoolean() ? List.of(new Field("x-s", "one")) : List.of(),
            random.nextBoolean() ? List.of(new Piece.Chunk("world")) : List.of(),
            List.of(),
            Message.Start.AFTER_REQUEST);
    List<String> steps = new ArrayList<>();
    for (String callback : CALLBACKS) {
      if (random.nextBoolean()) {
        steps.add(callback + "=" + operations(callback));
      }
    }
    // A body whose size changes needs its length gone, or Envoy corrupts the connection.
    return new Script(request, answer, held(String.join("|", steps)));
  }

  /// Bodies are held to their end, where `re` and `se` see them whole however they were cut.
  private static String held(String steps) {
    String held = steps + "|rb=ret(1)|sb=ret(1)";
    for (String end : List.of("re", "se")) {
      held = held.contains(end + "=") ? held : held + "|" + end + "=ret(0)";
    }
    return held.replaceFirst("^\\|", "");
  }

  private String operations(String callback) {
    List<String> operations = new ArrayList<>();
    int count = 1 + random.nextInt(MAX_OPERATIONS);
    for (int i = 0; i < count; i++) {
      operations.add(operation(callback));
    }
    return String.join(";", operations);
  }

  private String operation(String callback) {
    return switch (random.nextInt(14)) {
      case 0, 1 -> "proxy_get_header_map_value(%d,%s)".formatted(map(), bytes(NAMES));
      case 2 -> "proxy_add_header_map_value(%d,%s,%s)".formatted(writtenMap(), written(), value());
      case 3 ->
          "proxy_replace_header_map_value(%d,%s,%s)".formatted(writtenMap(), written(), value());
      case 4 -> "proxy_remove_header_map_value(%d,%s)".formatted(writtenMap(), written());
      case 5 -> "proxy_get_buffer_bytes(%d,%d,%d)".formatted(buffer(), number(), number());
      case 6 -> "proxy_get_buffer_status(%d)".formatted(buffer());
      case 7 -> "proxy_get_property(%s)".formatted(bytes(PROPERTIES));
      case 8 -> "proxy_set_property(mine,%s)".formatted(value());
      case 9 -> "proxy_set_shared_data(k%d,%s,0)".formatted(random.nextInt(3), value());
      case 10 -> "proxy_get_shared_data(k%d)".formatted(random.nextInt(4));
      case 11 -> "proxy_define_metric(%d,%s)".formatted(random.nextInt(5), value());
      case 12 -> "proxy_log(%d,%s)".formatted(5 + random.nextInt(3), pick(OUTSIDE));
      default -> local(callback);
    };
  }

  private String local(String callback) {
    return callback.equals("rh") && random.nextInt(4) == 0
        ? "proxy_send_local_response(%d,,no,x-l=1,-1);ret(1)"
            .formatted(pick(List.of(200, 403, 503)))
        : "proxy_set_effective_context(99999)";
  }

  private int map() {
    return random.nextInt(9);
  }

  /// Not the trailers: Envoy makes some where ext_proc cannot, as the cases say.
  private int writtenMap() {
    return pick(List.of(0, 2, 4, 5, 6, 7, 8));
  }

  private int buffer() {
    return random.nextInt(10);
  }

  private int number() {
    return pick(List.of(0, 1, 3, 5, 100));
  }

  private String written() {
    return bytes(WRITTEN);
  }

  private String value() {
    return bytes(VALUES);
  }

  private String bytes(List<String> from) {
    return random.nextInt(10) == 0 ? pick(OUTSIDE) : pick(from);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
