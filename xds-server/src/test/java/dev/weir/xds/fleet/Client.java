package dev.weir.xds.fleet;

import dev.weir.xds.stream.DeltaRequest;
import dev.weir.xds.stream.DeltaResponse;
import dev.weir.xds.stream.Outbox;
import dev.weir.xds.stream.Rejection;
import dev.weir.xds.stream.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A client that has what it accepted. It answers when told to.
final class Client implements Outbox {
  final Map<String, Resource> has = new LinkedHashMap<>();
  final List<String> removed = new ArrayList<>();
  final Deque<DeltaResponse> waiting = new ArrayDeque<>();
  private @Nullable Session session;

  void open(Session newSession) {
    waiting.clear();
    session = newSession;
  }

  void subscribe(String typeUrl, String... names) {
    request(
        new DeltaRequest(
            typeUrl, List.of(names), List.of(), versions(typeUrl), "", Optional.empty()));
  }

  private Map<String, String> versions(String typeUrl) {
    Map<String, String> versions = new LinkedHashMap<>();
    has.forEach((name, resource) -> {
      if (resource.body().getTypeUrl().equals(typeUrl)) {
        versions.put(name, resource.version());
      }
    });
    return versions;
  }

  /// Answers everything that comes; refuses what `judge` has a reason for.
  void answer(Function<Resource, Optional<Rejection>> judge) {
    while (!waiting.isEmpty()) {
      DeltaResponse response = waiting.remove();
      Optional<Rejection> rejection =
          response.resources().stream().flatMap(each -> judge.apply(each).stream()).findFirst();
      if (rejection.isEmpty()) {
        response.resources().forEach(resource -> has.put(resource.name(), resource));
      }
      response.removed().forEach(has::remove);
      removed.addAll(response.removed());
      request(
          new DeltaRequest(
              response.typeUrl(), List.of(), List.of(), Map.of(), response.nonce(), rejection));
    }
  }

  void answer() {
    answer(_ -> Optional.empty());
  }

  private void request(DeltaRequest request) {
    if (session == null) {
      throw new AssertionError("not open");
    }
    session.request(request);
  }

  void close() {
    if (session == null) {
      throw new AssertionError("not open");
    }
    session.close();
    session = null;
  }

  @Override
  public boolean ready() {
    return session != null;
  }

  @Override
  public void send(DeltaResponse response) {
    waiting.add(response);
  }
}
