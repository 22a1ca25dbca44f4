package dev.weir.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random clients and changes: whatever the order of events, each client ends with exactly what it
/// asked for, and never sees what the protocol forbids on the way.
class DeltaStreamPropertyTest {
  private static final long SEED = Long.getLong("seed", 20_261_121L);
  private static final int RUNS = 400;
  private static final int STEPS = 120;
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  /// A client as the protocol describes it: refuses versions that end in an odd digit, now and
  /// then.
  private static final class Client {
    final Wire wire = new Wire();
    final Random random;
    final DeltaStream stream;
    final Map<String, String> has = new HashMap<>();
    final Set<String> names = new HashSet<>();
    final Set<String> bad = new HashSet<>();
    final Map<String, String> refused = new HashMap<>();
    final Set<String> askedAgain = new HashSet<>();
    final List<String> trace = new ArrayList<>();
    boolean wildcard;

    Client(Random random, int resourcesPerResponse) {
      this.random = random;
      this.stream = wire.stream(resourcesPerResponse);
    }

    void step() {
      switch (random.nextInt(8)) {
        case 0 -> subscribe();
        case 1 -> unsubscribe();
        case 2 -> change();
        case 3 -> remove(any());
        case 4 -> wire.ready = !wire.ready;
        case 5 -> answer();
        case 6 -> stream.pump();
        default ->
            stream.request(
                new DeltaRequest(
                    Wire.TYPE, List.of(), List.of(), Map.of(), "stale", Optional.empty()));
      }
      check();
    }

    String any() {
      return NAMES.get(random.nextInt(NAMES.size()));
    }

    void remove(String name) {
      trace.add("remove " + name);
      wire.store.remove(name);
    }

    void change() {
      String version = String.valueOf(random.nextInt(6));
      String name = any();
      wire.put(name, version);
      trace.add("put " + name + version);
      if (random.nextInt(4) == 0) {
        bad.add(name + version);
      }
    }

    void subscribe() {
      String name = random.nextInt(6) == 0 ? "*" : any();
      if (name.equals("*")) {
        wildcard = true;
      } else {
        names.add(name);
        refused.remove(name);
        noteAsked(name);
      }
      trace.add("subscribe " + name);
      stream.request(Wire.subscribe(name));
    }

    void unsubscribe() {
      String name = random.nextInt(6) == 0 ? "*" : any();
      if (name.equals("*")) {
        wildcard = false;
        has.keySet().retainAll(names);
        refused.keySet().retainAll(names);
        askedAgain.retainAll(names);
      } else if (names.remove(name)) {
        refused.remove(name);
        if (wildcard) {
          noteAsked(name);
        } else {
          has.remove(name);
          askedAgain.remove(name);
        }
      }
      trace.add("unsubscribe " + name);
      stream.request(Wire.unsubscribe(name));
    }

    /// What is on its way already does not answer this, so it may come twice.
    void noteAsked(String name) {
      if (!wire.arrived.isEmpty()) {
        askedAgain.add(name);
      }
    }

    void answer() {
      if (wire.arrived.isEmpty()) {
        return;
      }
      DeltaResponse response = wire.arrived.peek();
      List<String> refusals = new ArrayList<>();
      for (Resource resource : response.resources()) {
        if (bad.contains(resource.name() + resource.version())) {
          refusals.add(resource.name());
        } else if (wants(resource.name())) {
          has.put(resource.name(), resource.version());
        }
      }
      response.removed().forEach(has::remove);
      response.removed().forEach(refused::remove);
      for (Resource resource : response.resources()) {
        if (refusals.isEmpty()) {
          refused.remove(resource.name());
        } else {
          assertThat(refused.get(resource.name()))
              .as("sent again after a refusal: %s: %s", resource, trace)
              .isNotEqualTo(resource.version());
          if (wants(resource.name()) && !askedAgain.contains(resource.name())) {
            refused.put(resource.name(), resource.version());
          }
        }
      }
      askedAgain.clear();
      trace.add((refusals.isEmpty() ? "ack " : "nack ") + wire.waiting());
      stream.request(refusals.isEmpty() ? wire.ack() : wire.nack());
    }

    boolean wants(String name) {
      return wildcard || names.contains(name);
    }

    /// What holds at any time.
    void check() {
      assertThat(wire.arrived).as("unanswered responses").hasSizeLessThan(2);
      for (DeltaResponse response : wire.arrived) {
        List<String> sent = new ArrayList<>(response.removed());
        response.resources().forEach(resource -> sent.add(resource.name()));
        assertThat(sent).doesNotHaveDuplicates();
        assertThat(response.typeUrl()).isEqualTo(Wire.TYPE);
      }
    }

    /// Lets everything settle.
    void settle() {
      wire.ready = true;
      stream.pump();
      for (int i = 0; i < 100 && !wire.arrived.isEmpty(); i++) {
        answer();
      }
      assertThat(wire.arrived).as("responses after settling").isEmpty();
    }

    Map<String, String> expected() {
      Map<String, String> expected = new HashMap<>();
      wire.store.forEach((name, resource) -> {
        if (wants(name)) {
          expected.put(name, resource.version());
        }
      });
      return expected;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void endsWithExactlyWhatTheClientAskedFor(int resourcesPerResponse) {
    System.out.println("DeltaStreamPropertyTest: -Dseed=" + SEED);
    Random random = new Random(SEED);
    for (int run = 0; run < RUNS; run++) {
      Client client = new Client(random, resourcesPerResponse);
      client.stream.request(Wire.subscribe("a"));
      client.names.add("a");
      for (int step = 0; step < STEPS; step++) {
        client.step();
      }
      client.settle();
      client
          .expected()
          .forEach((name, version) -> {
            if (!version.equals(client.refused.get(name))) {
              assertThat(client.has).as("%s", client.trace).containsEntry(name, version);
            }
          });
      assertThat(client.expected().keySet()).containsAll(client.has.keySet());
    }
  }

  @Test
  void neverReusesANonce() {
    Client client = new Client(new Random(SEED), 1);
    for (int step = 0; step < 5_000; step++) {
      client.step();
    }

    List<String> nonces = client.wire.all.stream().map(DeltaResponse::nonce).toList();
    assertThat(nonces).doesNotHaveDuplicates();
  }
}
