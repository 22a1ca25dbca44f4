package dev.weir.proxywasm.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.service.SharedState.Dequeue;
import dev.weir.proxywasm.service.SharedState.Enqueue;
import dev.weir.proxywasm.service.SharedState.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalSharedStateTest {
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Bytes VALUE = Bytes.utf8("value");
  private static final PluginLimits LIMITS =
      new PluginLimits(
          Duration.ofMillis(20), Duration.ofSeconds(1), 1 << 20, 1, 1, 20, 2, 2, 1, 100);

  private final LocalSharedState state = new LocalSharedState();

  @Test
  void casDecidesBetweenTwoWriters() {
    state.set("vm", KEY, VALUE, 0, LIMITS);
    int cas = state.find("vm", KEY).orElseThrow().cas();

    assertThat(state.set("vm", KEY, Bytes.utf8("a"), cas, LIMITS)).isEqualTo(Write.STORED);
    assertThat(state.set("vm", KEY, Bytes.utf8("b"), cas, LIMITS)).isEqualTo(Write.CAS_MISMATCH);
    assertThat(state.find("vm", KEY).orElseThrow().value()).isEqualTo(Bytes.utf8("a"));
  }

  @Test
  void scopesDoNotSeeEachOther() {
    state.set("vm", KEY, VALUE, 0, LIMITS);

    assertThat(state.find("other", KEY)).isEmpty();
  }

  @Test
  void dataEndsWithTheLastUserOfItsScope() {
    state.acquire("vm");
    state.acquire("vm");
    state.set("vm", KEY, VALUE, 0, LIMITS);

    state.release("vm");
    assertThat(state.find("vm", KEY)).isPresent();
    state.release("vm");
    assertThat(state.find("vm", KEY)).isEmpty();
  }

  @Test
  void bytesAndKeysAreBounded() {
    assertThat(state.set("vm", KEY, VALUE, 0, LIMITS)).isEqualTo(Write.STORED);
    assertThat(state.set("vm", Bytes.utf8("k2"), Bytes.wrap(new byte[30]), 0, LIMITS))
        .isEqualTo(Write.FULL);
    assertThat(state.set("vm", Bytes.utf8("k2"), VALUE, 0, LIMITS)).isEqualTo(Write.STORED);
    assertThat(state.set("vm", Bytes.utf8("k3"), Bytes.EMPTY, 0, LIMITS)).isEqualTo(Write.FULL);
  }

  @Test
  void queuesAreBoundedAndKeepTheirOrder() {
    int queue = state.declareQueue("vm", "q");
    List<Integer> ready = new ArrayList<>();
    state.listen(queue, ready::add);

    assertThat(state.enqueue(queue, Bytes.utf8("1"), LIMITS)).isEqualTo(Enqueue.STORED);
    assertThat(state.enqueue(queue, Bytes.utf8("2"), LIMITS)).isEqualTo(Enqueue.STORED);
    assertThat(state.enqueue(queue, Bytes.utf8("3"), LIMITS)).isEqualTo(Enqueue.FULL);

    assertThat(ready).containsExactly(queue, queue);
    assertThat(state.dequeue(queue)).isEqualTo(new Dequeue.Message(Bytes.utf8("1")));
    assertThat(state.declareQueue("vm", "q")).isEqualTo(queue);
    assertThat(state.resolveQueue("vm", "q")).hasValue(queue);
    assertThat(state.resolveQueue("vm", "none")).isEmpty();
  }
}
