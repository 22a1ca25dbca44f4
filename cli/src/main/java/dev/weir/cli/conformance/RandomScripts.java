package dev.weir.cli.conformance;

import dev.weir.cli.conformance.probe.Field;
import dev.weir.cli.conformance.probe.Message;
import dev.weir.cli.conformance.probe.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Scripts that nobody wrote, from a seed: right and wrong hostcalls in every callback.
///
/// Left out is only what ends an Envoy or lets one request reach into the next (see the cases),
/// what differs between two runs of the same host, and pauses that nothing ends.
final class RandomScripts {
  private static final int MAX_OPERATIONS = 5;
  private static final List<String> CALLBACKS =
      List.of("rh", "re", "rt", "sh", "se", "st", "lg", "dn");

  private final RandomGenerator random;
  private RandomOperations operations;
  private int made;

  RandomScripts(RandomGenerator random) {
    this.random = random;
    this.operations = new RandomOperations(random, "", false);
  }

  /// So many scripts for requests, then as many for TCP connections.
  static List<Scenario> of(int count, long seed) {
    RandomScripts requests = new RandomScripts(new SplittableRandom(seed));
    RandomConnections connections = new RandomConnections(new SplittableRandom(seed));
    return Stream.<Scenario>concat(
            Stream.generate(requests::next).limit(count),
            Stream.generate(connections::next).limit(count))
        .toList();
  }

  Script next() {
    Message request = request();
    Message answer = answer();
    boolean trailers = !request.trailers().isEmpty() || !answer.trailers().isEmpty();
    operations = new RandomOperations(random, "-" + ++made, trailers);
    // A body whose size changes needs its length gone, or Envoy corrupts the connection.
    boolean bodyEdits = random.nextInt(3) == 0 && lengthless(request) && lengthless(answer);
    Ending ending = bodyEdits ? Ending.NONE : pick(List.of(Ending.values()));
    String calling = random.nextInt(3) == 0 ? pick(callable(request, answer, ending)) : "";
    List<String> steps = new ArrayList<>();
    for (String callback : CALLBACKS) {
      if (callback.equals(calling)) {
        steps.add(callback + "=" + some(callback, bodyEdits) + ";" + call());
        steps.add("hc=" + some("hc", bodyEdits) + ";" + goOn(callback));
      } else if (random.nextBoolean()) {
        String end = callback.equals(ending.callback) ? ";" + operations.localResponse() : "";
        steps.add(callback + "=" + some(callback, bodyEdits) + end);
      }
    }
    return new Script(request, answer, held(String.join("|", steps)));
  }

  /// Not the headers of a message that ends with trailers: Envoy loses its body when the headers
  /// wait first and then the body, as a case says. Nor a local response: its headers can be edited
  /// longer than in Envoy, and one whose body waited for a call has ended an Envoy (exit code 139).
  private static List<String> callable(Message request, Message answer, Ending ending) {
    List<String> callable = new ArrayList<>(CALLBACKS.subList(0, 6));
    if (!request.trailers().isEmpty()) {
      callable.remove("rh");
    }
    if (!answer.trailers().isEmpty() || ending != Ending.NONE) {
      callable.remove("sh");
    }
    if (ending != Ending.NONE) {
      callable.remove("se");
    }
    return callable;
  }

  /// Where a script may answer by itself.
  private enum Ending {
    NONE(""),
    REQUEST_HEADERS("rh"),
    REQUEST_BODY("re"),
    REQUEST_TRAILERS("rt"),
    RESPONSE_HEADERS("sh");

    final String callback;

    Ending(String callback) {
      this.callback = callback;
    }
  }

  private Message request() {
    boolean body = random.nextBoolean();
    return new Message(
        body ? "POST" : "GET",
        pick(List.of("/", "/a?b=c")),
        0,
        fields("x-r"),
        body ? pick(List.of(pieces("hello"), pieces("hel", "lo"))) : List.of(),
        body ? fields("x-t") : List.of(),
        Message.Start.AFTER_REQUEST,
        List.of());
  }

  private Message answer() {
    boolean body = random.nextBoolean();
    return new Message(
        "",
        "",
        pick(List.of(200, 200, 404)),
        fields("x-s"),
        body ? pick(List.of(pieces("world"), pieces("wor", "ld"))) : List.of(),
        body ? fields("x-u") : List.of(),
        Message.Start.AFTER_REQUEST,
        List.of());
  }

  private static List<Piece> pieces(String... texts) {
    return Stream.of(texts).<Piece>map(Piece.Chunk::new).toList();
  }

  private List<Field> fields(String name) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> List.of();
      case 2 -> List.of(new Field(name, "one"));
      default -> List.of(new Field(name, "one"), new Field(name, "two"));
    };
  }

  private static boolean lengthless(Message message) {
    return message.chunks().isEmpty() || message.chunked();
  }

  private String call() {
    return "proxy_http_call(%s,:method=POST&:path=/call&:authority=a&x-c=1,%s,,5000);ret(1)"
        .formatted(pick(List.of("upstream", "upstream", "nobody")), pick(List.of("", "ask")));
  }

  private static String goOn(String callback) {
    return "proxy_continue_stream(%d)".formatted(callback.startsWith("r") ? 0 : 1);
  }

  /// Bodies are held to their end, where `re` and `se` see them whole however they were cut.
  private static String held(String steps) {
    String held = steps + "|rb=ret(1)|sb=ret(1)";
    for (String end : List.of("re", "se")) {
      held = held.contains(end + "=") ? held : held + "|" + end + "=ret(0)";
    }
    return held.replaceFirst("^\\|", "");
  }

  private String some(String callback, boolean bodyEdits) {
    List<String> some = new ArrayList<>();
    int count = 1 + random.nextInt(MAX_OPERATIONS);
    for (int i = 0; i < count; i++) {
      some.add(operations.next(callback, bodyEdits));
    }
    return String.join(";", some);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
