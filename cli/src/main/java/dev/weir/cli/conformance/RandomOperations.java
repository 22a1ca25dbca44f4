package dev.weir.cli.conformance;

import java.util.List;
import java.util.random.RandomGenerator;

/// Single hostcalls for random scripts, with right and wrong arguments.
final class RandomOperations {
  private static final List<String> NAMES =
      List.of("x-a", "x-b", "X-Mixed", "x-r", "x-s", "x-none", ":path", ":method", ":status", "");
  private static final List<String> WRITTEN =
      List.of("x-a", "x-b", "X-Mixed", "x-r", "x-s", "x-new");
  private static final List<String> VALUES = List.of("", "1", "two%20words", "%e9", "v%2cw");
  private static final List<String> OUTSIDE =
      List.of("@4294967290:4", "@4294967295:4294967295", "@2147483647:2147483647");
  private static final List<String> PROPERTIES =
      List.of(
          "request%00path",
          "request%00method",
          "request%00headers%00x-r",
          "request%00headers%00x-a",
          "request%00protocol",
          "response%00code",
          "response%00headers%00x-s",
          "response%00trailers%00x-u",
          "plugin_root_id",
          "mine",
          "mine%00deeper",
          "no%00such%00path",
          "");

  /// Without 8, the call data: there Envoy shows whatever body was shown last, as a case says.
  static final List<Integer> BUFFERS = List.of(0, 1, 2, 3, 4, 5, 6, 7, 9);

  private static final int RESPONSE_BODY = 1;

  private static final List<String> FUNCTIONS =
      List.of(
          "none",
          "",
          "compress_not",
          "uncompress",
          "verify_signature",
          "sign",
          "set_envoy_filter_state",
          "declare_property",
          "expr_create",
          "expr_evaluate",
          "expr_delete");

  private final RandomGenerator random;

  /// Ends the names of the state that a script shares with others, so that each has its own.
  private final String suffix;

  /// Whether a message of the script ends with trailers.
  private final boolean trailers;

  RandomOperations(RandomGenerator random, String suffix, boolean trailers) {
    this.random = random;
    this.suffix = suffix;
    this.trailers = trailers;
  }

  /// @param bodyEdits whether the script may change bodies
  String next(String callback, boolean bodyEdits) {
    return switch (random.nextInt(13)) {
      case 0, 1, 2 -> read();
      case 3, 4, 5 -> edit(callback);
      case 6, 7 -> buffer(callback, bodyEdits);
      case 8, 9 -> state();
      case 10 -> metric();
      case 11 -> call();
      default -> stream();
    };
  }

  /// A local response, which ends the callback that makes it.
  String localResponse() {
    return "proxy_send_local_response(%d,%s,%s,x-l=1,%d);ret(1)"
        .formatted(
            pick(List.of(200, 403, 503)),
            pick(List.of("", "why", "two%20words")),
            pick(List.of("", "no")),
            pick(List.of(-1, 7, 99)));
  }

  private String read() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> "proxy_get_header_map_value(%d,%s)".formatted(random.nextInt(9), bytes(NAMES));
      case 2 -> "fields(%d)".formatted(random.nextInt(9));
      case 3 -> "proxy_get_header_map_size(%d)".formatted(4 + random.nextInt(5));
      default -> "proxy_get_property(%s)".formatted(bytes(PROPERTIES));
    };
  }

  private String edit(String callback) {
    int map = editedMap(callback);
    return switch (random.nextInt(6)) {
      case 0, 1 -> "proxy_add_header_map_value(%d,%s,%s)".formatted(map, bytes(WRITTEN), value());
      case 2, 3 ->
          "proxy_replace_header_map_value(%d,%s,%s)".formatted(map, bytes(WRITTEN), value());
      case 4 -> "proxy_remove_header_map_value(%d,%s)".formatted(map, bytes(WRITTEN));
      default -> "proxy_set_header_map_pairs(%d,%s)".formatted(map, pairs(map));
    };
  }

  /// Not the trailers at the end of a body: Envoy makes some where ext_proc cannot, as the cases
  /// say.
  private int editedMap(String callback) {
    int map = random.nextInt(9);
    boolean trailers = map == 1 || map == 3;
    return trailers && !callback.equals("rt") && !callback.equals("st") ? map - 1 : map;
  }

  private String pairs(int map) {
    return switch (map) {
      case 0 ->
          ":method=POST&:path=/p&:authority=conformance.test&:scheme=http&x-forwarded-proto=http&x-p=1&x-a=2&x-a=3";
      case 2 -> ":status=201&x-p=1&x-s=2&x-s=3";
      default -> pick(List.of("x-p=1&x-p=2", pick(OUTSIDE)));
    };
  }

  private String buffer(String callback, boolean bodyEdits) {
    int type = shown(callback, pick(BUFFERS));
    return switch (random.nextInt(3)) {
      case 0 -> "proxy_get_buffer_bytes(%d,%d,%d)".formatted(type, number(), number());
      case 1 -> "proxy_get_buffer_status(%d)".formatted(type);
      default ->
          "proxy_set_buffer_bytes(%d,%d,%d,%s)"
              .formatted(bodyEdits ? type : Math.max(2, type), number(), number(), value());
    };
  }

  /// Not a body that was held until trailers, after them: Envoy still shows it, as a case says.
  private int shown(String callback, int type) {
    boolean ended = !trailers || callback.startsWith("r");
    return ended || (type == RESPONSE_BODY && callback.startsWith("s")) ? type : Math.max(2, type);
  }

  private String state() {
    String key = "k%d%s".formatted(random.nextInt(3), suffix);
    String queue = "q%d%s".formatted(random.nextInt(3), suffix);
    return switch (random.nextInt(6)) {
      case 0 ->
          "proxy_set_shared_data(%s,%s,%d)".formatted(key, value(), pick(List.of(0, 0, 99999)));
      case 1 -> "proxy_get_shared_data(%s)".formatted(key);
      case 2 ->
          "proxy_register_shared_queue(%s);proxy_enqueue_shared_queue($1,%s)"
              .formatted(queue, value());
      case 3 -> "proxy_register_shared_queue(%s);proxy_dequeue_shared_queue($1)".formatted(queue);
      case 4 -> "proxy_resolve_shared_queue(%s,%s)".formatted(value(), queue);
      default -> "proxy_set_property(%s,%s)".formatted(pick(List.of("mine", "mine2")), value());
    };
  }

  private String metric() {
    String define =
        "proxy_define_metric(%d,m%d%s)".formatted(random.nextInt(3), random.nextInt(3), suffix);
    return switch (random.nextInt(5)) {
      case 0 -> "proxy_define_metric(%d,%s)".formatted(random.nextInt(5), value());
      case 1 -> define + ";proxy_increment_metric($1,%d)".formatted(pick(List.of(1, 5, 0, -1)));
      case 2 -> define + ";proxy_record_metric($1,%d)".formatted(pick(List.of(0, 3, 70000)));
      case 3 -> define + ";proxy_get_metric($1)";
      default ->
          "proxy_%s_metric(%d,1)"
              .formatted(pick(List.of("get", "record", "increment")), 99999 + random.nextInt(4));
    };
  }

  private String call() {
    return switch (random.nextInt(6)) {
      case 0 ->
          "proxy_http_call(%s,%s,,,100)".formatted(value(), ":method=GET&:path=/&:authority=a");
      case 1 -> "proxy_http_call(upstream,:method=GET&:path=/,,,%d)".formatted(number());
      case 2 -> "proxy_grpc_call(%s,s,m,,,100)".formatted(notEmpty());
      case 3 -> "proxy_grpc_stream(%s,s,m,)".formatted(notEmpty());
      case 4 ->
          "proxy_grpc_%s(%d,x,0)".formatted(pick(List.of("send", "cancel", "close")), number());
      default ->
          "proxy_call_foreign_function(%s,%s)"
              .formatted(pick(FUNCTIONS), pick(List.of("%ff", "x(")));
    };
  }

  private String stream() {
    return switch (random.nextInt(8)) {
      case 0 -> "proxy_log(%d,%s)".formatted(5 + random.nextInt(3), pick(OUTSIDE));
      case 1 -> "proxy_get_status()";
      case 2 -> "proxy_get_log_level()";
      case 3 -> "proxy_get_current_time_nanoseconds()";
      case 4 -> "proxy_set_tick_period_milliseconds(0)";
      case 5 -> "proxy_done()";
      case 6 -> "proxy_continue_stream(%d)".formatted(pick(List.of(2, 3, 4, 99)));
      default -> "proxy_set_effective_context(%d)".formatted(pick(List.of(99999, -1)));
    };
  }

  private int number() {
    return pick(List.of(0, 1, 3, 5, 100));
  }

  private String value() {
    return bytes(VALUES);
  }

  /// The empty name of a gRPC service ends an Envoy, as a case says.
  private String notEmpty() {
    return bytes(VALUES.subList(1, VALUES.size()));
  }

  private String bytes(List<String> from) {
    return random.nextInt(10) == 0 ? pick(OUTSIDE) : pick(from);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
