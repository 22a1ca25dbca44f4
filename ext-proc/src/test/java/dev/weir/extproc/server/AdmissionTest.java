package dev.weir.extproc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission = new Admission(new Limits(3, 2, 100, 1_000, 100));

  private Admission.Peer connect(String address) {
    Attributes attributes =
        Attributes.newBuilder()
            .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, new InetSocketAddress(address, 1))
            .build();
    return Admission.peer(admission.transportReady(attributes));
  }

  @Test
  void boundsTheStreamsOfOnePeerOverAllItsConnections() {
    Admission.Peer first = connect("10.0.0.1");
    Admission.Peer again = connect("10.0.0.1");

    assertThat(admission.enter(first, new Metadata())).isEmpty();
    assertThat(admission.enter(again, new Metadata())).isEmpty();
    assertThat(admission.enter(first, new Metadata())).contains(Refusal.PEER);
    assertThat(admission.enter(connect("10.0.0.2"), new Metadata())).isEmpty();
  }

  @Test
  void boundsTheStreamsOfAll() {
    for (int i = 1; i <= 3; i++) {
      assertThat(admission.enter(connect("10.0.0." + i), new Metadata())).isEmpty();
    }

    assertThat(admission.enter(connect("10.0.0.4"), new Metadata())).contains(Refusal.STREAMS);
  }

  @Test
  void givesPlacesBack() {
    Admission.Peer peer = connect("10.0.0.1");
    for (int i = 0; i < 10; i++) {
      assertThat(admission.enter(peer, new Metadata())).isEmpty();
      admission.leave(peer);
    }
  }

  @Test
  void doesNotTakeTheProxiesOfASocketForOnePeer() {
    Admission.Peer local = Admission.peer(admission.transportReady(Attributes.EMPTY));
    for (int i = 0; i < 3; i++) {
      assertThat(admission.enter(local, new Metadata())).isEmpty();
    }
  }

  @Test
  void boundsMetadata() {
    Metadata metadata = new Metadata();
    metadata.put(Metadata.Key.of("x", Metadata.ASCII_STRING_MARSHALLER), "y".repeat(100));

    assertThat(admission.enter(connect("10.0.0.1"), metadata)).contains(Refusal.METADATA);
  }
}
