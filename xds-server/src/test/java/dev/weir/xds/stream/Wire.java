package dev.weir.xds.stream;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A client's end of a stream, with everything that arrived, and a store that tests change.
final class Wire implements Outbox, Witness, View {
  static final String TYPE = "type.googleapis.com/test.Thing";

  final Deque<DeltaResponse> arrived = new ArrayDeque<>();
  final List<DeltaResponse> all = new ArrayList<>();
  final List<String> answers = new ArrayList<>();
  final Map<String, Resource> store = new LinkedHashMap<>();
  boolean ready = true;

  static Resource resource(String name, String version) {
    Any body =
        Any.newBuilder().setTypeUrl(TYPE).setValue(ByteString.copyFromUtf8(name + version)).build();
    return new Resource(name, version, body);
  }

  void put(String name, String version) {
    store.put(name, resource(name, version));
  }

  DeltaStream stream(int resourcesPerResponse) {
    return new DeltaStream(
        List.of(
            new DeltaStream.Content.Resources(
                new TypeRule(TYPE, true, resourcesPerResponse), () -> this)),
        this,
        this);
  }

  static DeltaRequest subscribe(String... names) {
    return new DeltaRequest(TYPE, List.of(names), List.of(), Map.of(), "", Optional.empty());
  }

  static DeltaRequest unsubscribe(String... names) {
    return new DeltaRequest(TYPE, List.of(), List.of(names), Map.of(), "", Optional.empty());
  }

  static DeltaRequest reconnect(Map<String, String> versions, String... names) {
    return new DeltaRequest(TYPE, List.of(names), List.of(), versions, "", Optional.empty());
  }

  /// The ACK of the oldest response that waits for one.
  DeltaRequest ack() {
    return answer(Optional.empty());
  }

  DeltaRequest nack() {
    return answer(Optional.of(new Rejection("bad", List.of())));
  }

  private DeltaRequest answer(Optional<Rejection> rejection) {
    DeltaResponse response = arrived.remove();
    return new DeltaRequest(
        response.typeUrl(), List.of(), List.of(), Map.of(), response.nonce(), rejection);
  }

  /// What has arrived and is not answered, as `name@version` and `-name`.
  List<String> waiting() {
    List<String> waiting = new ArrayList<>();
    for (DeltaResponse response : arrived) {
      response.resources().forEach(resource -> waiting.add(resource.toString()));
      response.removed().forEach(name -> waiting.add("-" + name));
    }
    return waiting;
  }

  @Override
  public boolean ready() {
    return ready;
  }

  @Override
  public void send(DeltaResponse response) {
    arrived.add(response);
    all.add(response);
  }

  @Override
  public void accepted(DeltaResponse response) {
    answers.add("ack " + response.resources());
  }

  @Override
  public void rejected(DeltaResponse response, Rejection rejection) {
    answers.add("nack " + response.resources());
  }

  @Override
  public void stale(DeltaRequest request) {
    answers.add("stale " + request.nonce());
  }

  @Override
  public Set<String> names() {
    return store.keySet();
  }

  @Override
  public Optional<Resource> find(String name) {
    return Optional.ofNullable(store.get(name));
  }
}
