package dev.weir.proxywasm.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.service.SharedState.Dequeue;
import dev.weir.proxywasm.service.SharedState.Enqueue;
import dev.weir.proxywasm.service.SharedState.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LocalSharedStateTest {
  private static final Bytes KEY = Bytes.utf8("key");
  private static final Bytes VALUE = Bytes.utf8("value");
  private static final PluginLimits.Queues QUEUES = new PluginLimits.Queues(2, 2, 5);
  private static final PluginLimits.Shared LIMITS = new PluginLimits.Shared(20, 2, QUEUES, 1);

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
        .isEqualTo(Write.TOO_MANY_BYTES);
    assertThat(state.set("vm", Bytes.utf8("k2"), VALUE, 0, LIMITS)).isEqualTo(Write.STORED);
    assertThat(state.set("vm", Bytes.utf8("k3"), Bytes.EMPTY, 0, LIMITS))
        .isEqualTo(Write.TOO_MANY_KEYS);
  }

  @Test
  void queuesAreBoundedAndKeepTheirOrder() {
    int queue = declare("q").orElseThrow();
    List<Integer> ready = new ArrayList<>();
    state.listen(queue, ready::add);

    assertThat(state.enqueue(queue, Bytes.utf8("1"), QUEUES)).isEqualTo(Enqueue.STORED);
    assertThat(state.enqueue(queue, Bytes.utf8("2"), QUEUES)).isEqualTo(Enqueue.STORED);
    assertThat(state.enqueue(queue, Bytes.utf8("3"), QUEUES)).isEqualTo(Enqueue.TOO_MANY_MESSAGES);

    assertThat(ready).containsExactly(queue, queue);
    assertThat(state.dequeue(queue)).isEqualTo(new Dequeue.Message(Bytes.utf8("1")));
    assertThat(declare("q")).hasValue(queue);
    assertThat(state.resolveQueue("vm", "q")).hasValue(queue);
    assertThat(state.resolveQueue("vm", "none")).isEmpty();
  }

  @Test
  void queuesHaveABoundedNumberAndSize() {
    int queue = declare("q").orElseThrow();

    assertThat(declare("second")).isPresent();
    assertThat(declare("third")).isEmpty();
    assertThat(state.declareQueue("other", "third", QUEUES)).isPresent();
    assertThat(state.enqueue(queue, Bytes.utf8("123"), QUEUES)).isEqualTo(Enqueue.STORED);
    assertThat(state.enqueue(queue, Bytes.utf8("456"), QUEUES)).isEqualTo(Enqueue.TOO_MANY_BYTES);
    state.dequeue(queue);
    assertThat(state.enqueue(queue, Bytes.utf8("456"), QUEUES)).isEqualTo(Enqueue.STORED);
  }

  @Test
  void messagesEndWithTheLastUserOfTheirScope() {
    int queue = declare("q").orElseThrow();
    state.acquire("vm");
    state.enqueue(queue, Bytes.utf8("1"), QUEUES);

    state.release("vm");

    assertThat(state.dequeue(queue)).isEqualTo(new Dequeue.Empty());
    assertThat(declare("q")).hasValue(queue);
  }

  private OptionalInt declare(String name) {
    return state.declareQueue("vm", name, QUEUES);
  }
}
