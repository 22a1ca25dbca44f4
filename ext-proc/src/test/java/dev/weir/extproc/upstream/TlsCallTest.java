package dev.weir.extproc.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import dev.weir.proto.v1alpha1.Upstream;
import dev.weir.proto.v1alpha1.Upstream.Protocol;
import dev.weir.proto.v1alpha1.UpstreamTls;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.service.Upstreams.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Connections that are secured, and what is said of those that cannot be.
final class TlsCallTest {
  private final UpstreamPool pool = new UpstreamPool();
  private final Heard heard = new Heard();
  @TempDir private Path folder;
  private Certificates certificates;
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    certificates = new Certificates(folder);
    server = HttpServer.secured(certificates);
  }

  @AfterEach
  void stop() throws Exception {
    pool.close();
    server.shutDown();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1", "HTTP2"})
  void showsItsCertificateToServersThatItTrusts(Protocol protocol) throws Exception {
    call(upstream(certificates.mutual()).setProtocol(protocol));

    assertThat(heard.next()).contains(":status=200");
    HttpServer.Received received = server.take();
    assertThat(received.version()).isEqualTo(protocol == Protocol.HTTP1 ? "HTTP/1.1" : "HTTP/2.0");
    assertThat(received.authority()).isEqualTo("keys.example.com:443");
  }

  @Test
  void callsNobodyOfAnotherName() throws Exception {
    call(upstream(certificates.mutual().setSni("other.example.com")));

    assertThat(heard.next()).contains(":status=503").contains("TLS_error");
    assertThat(server.unseen()).isZero();
  }

  @Test
  void callsNobodyWhomTheSystemDoesNotTrust() throws Exception {
    call(upstream(certificates.mutual().clearCaFile()));

    assertThat(heard.next()).contains(":status=503").contains("TLS_error");
    assertThat(server.unseen()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1", "HTTP2"})
  void serverThatDemandsACertificateRefusesCallsWithout(Protocol protocol) throws Exception {
    call(upstream(certificates.trusting()).setProtocol(protocol));

    assertThat(heard.next()).contains(":status=503");
    assertThat(server.unseen()).isZero();
  }

  @Test
  void namesTheFileThatCannotBeUsed() throws Exception {
    certificates.write(
        "not.key", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----");

    assertThatThrownBy(() -> call(upstream(certificates.trusting().setCaFile("/no/such.pem"))))
        .hasMessage(
            "upstream keys: tls.caFile: '/no/such.pem': no such file (expected: a readable PEM file)");
    String key = certificates.file("not.key");
    assertThatThrownBy(() -> call(upstream(certificates.mutual().setKeyFile(key))))
        .hasMessageStartingWith("upstream keys: tls.keyFile: '" + key)
        .hasMessageEndingWith("(expected: a PKCS#8 key and its certificate, both PEM)")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void showsNoSecret() throws Exception {
    Endpoint endpoint = Endpoint.of(upstream(certificates.mutual()).build());

    assertThat(endpoint.toString()).doesNotContain("BEGIN");
  }

  @Test
  void otherContentOfTheFilesIsAnotherClient() throws Exception {
    Endpoint before = Endpoint.of(upstream(certificates.mutual()).build());
    Endpoint same = Endpoint.of(upstream(certificates.mutual()).setName("other").build());
    certificates = new Certificates(folder);
    Endpoint after = Endpoint.of(upstream(certificates.mutual()).build());

    assertThat(same).isEqualTo(before);
    assertThat(after).isNotEqualTo(before);
  }

  private Upstream.Builder upstream(UpstreamTls.Builder tls) {
    return Upstream.newBuilder()
        .setName("keys")
        .setAddress("127.0.0.1:" + server.port())
        .setTls(tls)
        .setTimeout(Durations.fromSeconds(30))
        .setConnectTimeout(Durations.fromSeconds(10));
  }

  private void call(Upstream.Builder upstream) throws Exception {
    HeaderMap headers =
        HeaderMap.of(":method", "GET", ":path", "/", ":authority", "keys.example.com");
    pool.open(List.of(upstream.build()))
        .http(
            new HttpRequest("keys", headers, Bytes.EMPTY, new HeaderMap(), Duration.ofSeconds(20)),
            heard);
  }
}
