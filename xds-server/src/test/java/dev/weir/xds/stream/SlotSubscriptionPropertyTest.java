package dev.weir.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A slot against the memory of a real Envoy, which keeps refused bytes and ACKs them when they
/// come again: the ledger must name what runs, whatever is refused, lost or reconnected.
class SlotSubscriptionPropertyTest {
  private static final long SEED = Long.getLong("seed", 20_261_121L);
  private static final int RUNS = 2_000;
  private static final int STEPS = 60;
  private static final String SLOT = "weir.authn";

  /// One slot in Envoy, as observed on 1.36 to 1.40.
  private static final class EnvoySlot {
    String memory = "";
    String running = "";
    String accepted = "";

    /// Whether it is ACKed.
    boolean take(String version, Set<String> bad) {
      if (version.equals(memory)) {
        accepted = version;
        return true;
      }
      memory = version;
      if (bad.contains(version)) {
        return false;
      }
      running = version;
      accepted = version;
      return true;
    }
  }

  private static final class Run implements SlotSource {
    final Random random;
    final SlotHistory history = new SlotHistory();
    final EnvoySlot envoy = new EnvoySlot();
    final Set<String> bad = new HashSet<>();
    final Map<String, Resource> known = new HashMap<>();
    Wire wire = new Wire();
    DeltaStream stream = stream();
    Optional<Resource> candidate = Optional.empty();
    boolean lastWasRefused;

    Run(Random random) {
      this.random = random;
    }

    DeltaStream stream() {
      return new DeltaStream(
          List.of(new DeltaStream.Content.Slots(new TypeRule(Wire.TYPE, false, 1), this)),
          wire,
          wire);
    }

    void step() {
      switch (random.nextInt(6)) {
        case 0, 1 -> want(String.valueOf(random.nextInt(8)));
        case 2 -> reconnect();
        case 3 -> stream.pump();
        default -> answer();
      }
      assertThat(wire.all).allSatisfy(response -> assertThat(response.removed()).isEmpty());
      assertThat(wire.arrived).hasSizeLessThan(2);
    }

    void want(String version) {
      Resource content = Wire.resource(SLOT, version);
      known.put(version, content);
      candidate = Optional.of(content);
      if (version.equals("3") || version.equals("5")) {
        bad.add(version);
      }
      stream.pump();
    }

    void reconnect() {
      lastWasRefused = false;
      wire = new Wire();
      stream = stream();
      Map<String, String> versions =
          envoy.accepted.isEmpty() ? Map.of() : Map.of(SLOT, envoy.accepted);
      stream.request(Wire.reconnect(versions, SLOT));
      Optional<Resource> good = history.good();
      if (good.isPresent()) {
        assertThat(wire.waiting()).containsExactly(good.get().toString());
      }
    }

    void answer() {
      if (wire.arrived.isEmpty()) {
        return;
      }
      String version = wire.arrived.element().resources().getFirst().version();
      if (lastWasRefused) {
        String expected = history.good().map(Resource::version).orElse("pass");
        assertThat(version).as("sent after a refusal").isEqualTo(expected);
      }
      boolean acked = envoy.take(version, bad);
      lastWasRefused = !acked;
      stream.request(acked ? wire.ack() : wire.nack());
      if (history.open().isEmpty()) {
        assertThat(history.good().map(Resource::version).orElse(""))
            .as("what the ledger says runs")
            .isEqualTo(envoy.running);
      }
    }

    void settle() {
      stream.pump();
      for (int i = 0; i < 20 && !wire.arrived.isEmpty(); i++) {
        answer();
      }
      assertThat(wire.arrived).as("the slot does not settle").isEmpty();
    }

    @Override
    public SlotHistory history(String slot) {
      return history;
    }

    @Override
    public Optional<Resource> candidate(String slot) {
      return candidate;
    }

    @Override
    public Optional<Resource> loaded(String slot) {
      return candidate;
    }

    @Override
    public Optional<Resource> proven(String slot) {
      return Optional.empty();
    }

    @Override
    public Optional<Resource> known(String slot, String version) {
      return Optional.ofNullable(known.get(version));
    }

    @Override
    public Resource fallback(String slot) {
      return Wire.resource(slot, "pass");
    }
  }

  @Test
  void theLedgerNamesWhatRunsAndTheSlotEndsOnTheNewestGoodContent() {
    System.out.println("SlotSubscriptionPropertyTest: -Dseed=" + SEED);
    Random random = new Random(SEED);
    for (int i = 0; i < RUNS; i++) {
      Run run = new Run(random);
      run.stream.request(Wire.subscribe(SLOT));
      for (int step = 0; step < STEPS; step++) {
        run.step();
      }
      run.settle();
      String wanted = run.candidate.map(Resource::version).orElse("");
      if (!wanted.isEmpty() && !run.bad.contains(wanted)) {
        assertThat(run.envoy.running).as("run %d", i).isEqualTo(wanted);
      }
      assertThat(run.envoy.memory).as("memory of run %d", i).isEqualTo(run.envoy.running);
    }
  }

  @Test
  void triesARefusedContentOnceUntilAnotherIsWanted() {
    Run run = new Run(new Random(SEED));
    run.stream.request(Wire.subscribe(SLOT));
    run.want("1");
    run.settle();
    run.want("3");
    run.settle();

    for (int i = 0; i < 10; i++) {
      run.stream.pump();
      run.settle();
    }

    assertThat(run.wire.all)
        .extracting(response -> response.resources().getFirst().version())
        .containsExactly("1", "3", "1");
  }

  @Test
  void staysSilentUntilThereIsSomethingToRun() {
    Run run = new Run(new Random(SEED));

    run.stream.request(Wire.subscribe(SLOT));

    assertThat(run.wire.all).isEmpty();
  }
}
