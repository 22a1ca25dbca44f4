package dev.weir.extproc.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.weir.proto.v1alpha1.Upstream;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.service.Upstreams.GrpcRequest;
import dev.weir.proxywasm.service.Upstreams.GrpcStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// gRPC calls: any number of events, then one close.
final class GrpcCallTest {
  private final UpstreamPool pool = new UpstreamPool();
  private final Heard heard = new Heard();
  private GrpcPeer peer;

  @BeforeEach
  void start() throws Exception {
    peer = GrpcPeer.plain();
  }

  @AfterEach
  void stop() {
    pool.close();
    peer.close();
  }

  @Test
  void streamsMessagesBothWays() throws Exception {
    GrpcStream stream = call("Echo", HeaderMap.of("x-text", "t", "x-bytes-bin", "AP8"));
    assertThat(heard.next()).isEqualTo("initial {x-text=t,x-bytes-bin=AP8}");

    stream.send(Bytes.utf8("one"), false);
    assertThat(heard.next()).isEqualTo("message one");
    stream.send(Bytes.utf8("two"), false);
    assertThat(heard.next()).isEqualTo("message two");
    stream.close();

    assertThat(heard.next()).isEqualTo("trailing {x-text=end}");
    assertThat(heard.next()).isEqualTo("close 0 ");
  }

  @Test
  void endOfStreamEndsTheOwnSide() throws Exception {
    call("Echo", new HeaderMap()).send(Bytes.utf8("only"), true);

    assertThat(heard.next()).startsWith("initial");
    assertThat(heard.next()).isEqualTo("message only");
    assertThat(heard.next()).startsWith("trailing");
    assertThat(heard.next()).isEqualTo("close 0 ");
  }

  @Test
  void failureComesWithStatusAndMessage() throws Exception {
    call("Refuse", new HeaderMap());

    assertThat(heard.next()).isEqualTo("initial {}");
    assertThat(heard.next()).startsWith("trailing");
    assertThat(heard.next()).isEqualTo("close 7 not you");
  }

  @Test
  void unknownMethodIsUnimplemented() throws Exception {
    call("Nothing", new HeaderMap());

    assertThat(heard.next()).isEqualTo("initial {}");
    assertThat(heard.next()).startsWith("trailing");
    assertThat(heard.next()).startsWith("close 12 ");
  }

  @Test
  void silenceExceedsTheDeadline() throws Exception {
    pool.open(List.of(upstream().build())).grpc(request("Silent", Duration.ofMillis(50)), heard);

    assertThat(heard.next()).isEqualTo("initial {}");
    assertThat(heard.next()).startsWith("trailing");
    assertThat(heard.next()).startsWith("close 4 ");
  }

  @Test
  void refusedConnectionIsUnavailable() throws Exception {
    Upstream nobody = upstream().build();
    peer.close();
    pool.open(List.of(nobody)).grpc(request("Echo", Duration.ofSeconds(20)), heard);

    assertThat(heard.next()).isEqualTo("initial {}");
    assertThat(heard.next()).startsWith("trailing");
    assertThat(heard.next()).startsWith("close 14 ");
  }

  @Test
  void messageBeyondTheBoundIsExhausted() throws Exception {
    call("Echo", new HeaderMap()).send(Bytes.utf8("x".repeat(100_000)), true);

    assertThat(heard.next()).startsWith("initial");
    assertThat(heard.next()).startsWith("trailing");
    assertThat(heard.next()).startsWith("close 8 ");
  }

  @Test
  void callsBeyondTheBoundAreUnavailable() throws Exception {
    PluginUpstreams upstreams = pool.open(List.of(upstream().setMaxRequests(1).build()));
    upstreams.grpc(request("Silent", Duration.ZERO), new Heard());

    upstreams.grpc(request("Echo", Duration.ZERO), heard).send(Bytes.EMPTY, true);

    assertThat(heard.next()).isEqualTo("close 14 upstream: too many calls are open");
  }

  @Test
  void cancelledCallIsNotHeard() throws Exception {
    GrpcStream stream = call("Silent", new HeaderMap());
    assertThat(peer.seen()).isEqualTo("silent");

    stream.cancel();
    stream.send(Bytes.EMPTY, true);

    assertThat(peer.seen()).isEqualTo("cancelled");
    assertThat(heard.left()).isZero();
  }

  @Test
  void closingThePoolEndsEveryCall() throws Exception {
    call("Silent", new HeaderMap());
    assertThat(peer.seen()).isEqualTo("silent");

    pool.close();

    assertThat(heard.next()).isEqualTo("initial {}");
    assertThat(heard.next()).startsWith("trailing");
    assertThat(heard.next()).startsWith("close 14 ");
  }

  @Test
  void showsItsCertificateToServersThatItTrusts(@TempDir Path folder) throws Exception {
    Certificates certificates = new Certificates(folder);
    try (GrpcPeer secured = GrpcPeer.secured(certificates)) {
      Upstream.Builder upstream =
          upstream().setAddress(secured.address()).setTls(certificates.mutual());
      pool.open(List.of(upstream.build()))
          .grpc(request("Echo", Duration.ofSeconds(20)), heard)
          .send(Bytes.utf8("safe"), true);

      assertThat(heard.next()).startsWith("initial");
      assertThat(heard.next()).isEqualTo("message safe");
    }
  }

  private GrpcStream call(String method, HeaderMap metadata) throws Exception {
    return pool.open(List.of(upstream().build()))
        .grpc(
            new GrpcRequest("a", GrpcPeer.SERVICE, method, metadata, Duration.ofSeconds(20)),
            heard);
  }

  private static GrpcRequest request(String method, Duration timeout) {
    return new GrpcRequest("a", GrpcPeer.SERVICE, method, new HeaderMap(), timeout);
  }

  private Upstream.Builder upstream() {
    return Upstream.newBuilder()
        .setName("a")
        .setAddress(peer.address())
        .setTimeout(Durations.fromSeconds(30))
        .setConnectTimeout(Durations.fromSeconds(10))
        .setMaxResponseBytes(64 << 10);
  }
}
