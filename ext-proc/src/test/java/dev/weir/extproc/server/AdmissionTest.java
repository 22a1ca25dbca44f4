package dev.weir.extproc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission =
      new Admission(new Limits(3, 2, 100, 1_000, 100), Refusal.IGNORED);

  @Test
  void boundsTheStreamsOfOnePeerOverAllItsConnections() {
    assertThat(admission.enter("10.0.0.1", 0)).isEmpty();
    assertThat(admission.enter("10.0.0.1", 0)).isEmpty();
    assertThat(admission.enter("10.0.0.1", 0)).contains(Refusal.PEER);
    assertThat(admission.enter("10.0.0.2", 0)).isEmpty();
  }

  @Test
  void boundsTheStreamsOfAll() {
    for (int i = 1; i <= 3; i++) {
      assertThat(admission.enter("10.0.0." + i, 0)).isEmpty();
    }

    assertThat(admission.enter("10.0.0.4", 0)).contains(Refusal.STREAMS);
  }

  @Test
  void givesPlacesBack() {
    for (int i = 0; i < 10; i++) {
      assertThat(admission.enter("10.0.0.1", 0)).isEmpty();
      admission.leave("10.0.0.1");
    }
  }

  @Test
  void losesNoPlaceToThreadsThatComeAndGoTogether() throws Exception {
    Callable<Integer> comesAndGoes = this::comeAndGo;
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (var refused : threads.invokeAll(List.of(comesAndGoes, comesAndGoes))) {
        assertThat(refused.get()).isZero();
      }
    }

    assertThat(admission.enter("10.0.0.1", 0)).isEmpty();
    assertThat(admission.enter("10.0.0.1", 0)).isEmpty();
    assertThat(admission.enter("10.0.0.1", 0)).contains(Refusal.PEER);
  }

  private int comeAndGo() {
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      if (admission.enter("10.0.0.1", 0).isPresent()) {
        refused++;
      } else {
        admission.leave("10.0.0.1");
      }
    }
    return refused;
  }

  @Test
  void doesNotTakeTheProxiesOfASocketForOnePeer() {
    for (int i = 0; i < 3; i++) {
      assertThat(admission.enter("", 0)).isEmpty();
    }
  }

  @Test
  void boundsMetadata() {
    assertThat(admission.enter("10.0.0.1", 101)).contains(Refusal.METADATA);
  }
}
