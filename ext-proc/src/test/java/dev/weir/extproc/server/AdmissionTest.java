package dev.weir.extproc.server;

import static org.assertj.core.api.Assertions.assertThat;

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
