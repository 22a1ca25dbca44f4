package dev.weir.extproc.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.grpc.Status;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A server on a real socket, with grpc-java's clients and others.
class GrpcServerTest {
  private static final byte[] HELLO = {'h', 'i'};

  private final Heard echo = new Heard(Echo::new);
  private TestServer server;
  private GrpcClient client;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer(echo);
    client = new GrpcClient(server);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  @Test
  void messagesOfAnySizeComeBack() throws Exception {
    Random random = new Random(1);
    for (int size : new int[] {0, 1, 16379, 16383, 16384, 16385, (1 << 20) + 1, 5 << 20}) {
      byte[] message = new byte[size];
      random.nextBytes(message);
      assertThat(Arrays.equals(client.ask(message), message)).as("%d bytes", size).isTrue();
    }
  }

  @Test
  void manyCallsShareAConnection() throws Exception {
    long seed = 20261128;
    System.out.println("GrpcServerTest: seed " + seed);
    Random random = new Random(seed);
    List<GrpcClient.Call> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(client.open());
    }
    for (int i = 0; i < 2000; i++) {
      GrpcClient.Call call = calls.get(random.nextInt(calls.size()));
      byte[] message = new byte[1 << random.nextInt(15)];
      message[0] = (byte) i;
      call.call.sendMessage(message);
      if (random.nextBoolean()) {
        continue;
      }
      assertThat(call.receive()).isNotEmpty();
    }
    for (GrpcClient.Call call : calls) {
      call.call.halfClose();
      call.assertOk();
    }
    assertThat(echo.calls).allMatch(call -> call.events().getLast().equals("complete"));
  }

  @Test
  void aStatusArrivesAsItIs() throws Exception {
    Status status = Status.DATA_LOSS.withDescription("ä € 😀 %41 \" \n tab\t");
    try (TestServer refusing =
            new TestServer((call, _) -> {
              call.close(status);
              return CallHandler.NONE;
            });
        GrpcClient asking = new GrpcClient(refusing)) {
      Status end = asking.open().end();

      assertThat(end.getCode()).isEqualTo(status.getCode());
      assertThat(end.getDescription()).isEqualTo(status.getDescription());
    }
  }

  @Test
  void aCallThatIsCancelledIsCancelledHere() throws Exception {
    GrpcClient.Call call = client.open();
    call.call.sendMessage(HELLO);
    assertThat(call.receive()).isEqualTo(HELLO);

    call.call.cancel("test", null);

    assertThat(echo.last().awaitEnd()).isEqualTo("cancel");
  }

  @Test
  void aServerThatShutsDownServesWhatIsOpenAndNothingElse() throws Exception {
    GrpcClient.Call call = client.open();
    call.call.sendMessage(HELLO);
    assertThat(call.receive()).isEqualTo(HELLO);
    int port = server.server.getPort();

    server.server.shutdown();
    assertThat(server.server.awaitTermination(50, TimeUnit.MILLISECONDS)).isFalse();
    awaitRefusal(port);
    call.call.sendMessage(HELLO);
    assertThat(call.receive()).isEqualTo(HELLO);
    call.call.halfClose();

    call.assertOk();
    assertThat(server.server.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    assertThat(server.server.isTerminated()).isTrue();
  }

  private static void awaitRefusal(int port) {
    assertThatIOException()
        .isThrownBy(() -> {
          for (int i = 0; i < 1000; i++) {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
          }
        });
  }

  @Test
  void aServerThatShutsDownNowCutsCallsOff() throws Exception {
    GrpcClient.Call call = client.open();
    call.call.sendMessage(HELLO);
    assertThat(call.receive()).isEqualTo(HELLO);

    server.server.shutdownNow();

    assertThat(call.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(echo.last().awaitEnd()).isEqualTo("cancel");
    assertThat(server.server.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aServerThatNobodyAskedToEndHasNotTerminated() throws Exception {
    assertThat(server.server.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(server.server.isTerminated()).isFalse();
  }

  @Test
  void connectionsThatGrowOldLoseNoCall() throws Exception {
    Lifetimes lifetimes = new Lifetimes(Optional.of(Duration.ofSeconds(1)), Duration.ZERO);
    Services services = new Services().add(TestServer.SERVICE, "Method", echo);
    try (TestServer aging =
            new TestServer(services, TestServer.options(lifetimes), Optional.empty());
        GrpcClient asking = new GrpcClient(aging)) {
      long end = System.nanoTime() + Duration.ofMillis(2300).toNanos();
      int peers = 0;
      while (System.nanoTime() < end) {
        assertThat(asking.ask(HELLO)).isEqualTo(HELLO);
        peers++;
      }
      assertThat(peers).isGreaterThan(100);
    }
  }

  @Test
  void aClientOfHttp1IsClosed() throws Exception {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertClosed(socket);
    }
    assertThat(client.ask(HELLO)).isEqualTo(HELLO);
  }

  private static void assertClosed(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes(); // to its end
    } catch (SocketException _) {
      // with a reset
    }
  }

  @Test
  void aTlsServerClosesWhoDoesNotSpeakHttp2OverTls() throws Exception {
    X509Bundle bundle = bundle();
    server.close();
    server = tlsServer(bundle);

    try (Socket plain = connect()) {
      plain.getOutputStream().write(Wire.join(Wire.preface(), Wire.settings()));
      assertClosed(plain);
    }
    try (Socket other = withoutAlpn(bundle)) {
      assertClosed(other);
    }
    assertThat(echo.calls).isEmpty();
    server.server.shutdown();
    assertThat(server.server.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  private TestServer tlsServer(X509Bundle bundle) throws Exception {
    Services services = new Services().add(TestServer.SERVICE, "Method", echo);
    return new TestServer(services, TestServer.OPTIONS, Optional.of(tls(bundle)));
  }

  private static X509Bundle bundle() throws Exception {
    return new CertificateBuilder()
        .subject("CN=localhost")
        .addSanDnsName("localhost")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private static SslContext tls(X509Bundle bundle) throws Exception {
    return SslContextBuilder.forServer(bundle.toKeyManagerFactory())
        .sslProvider(SslProvider.JDK)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2))
        .build();
  }

  private Socket withoutAlpn(X509Bundle bundle) throws Exception {
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, bundle.toTrustManagerFactory().getTrustManagers(), null);
    SSLSocket socket =
        (SSLSocket) trusting.getSocketFactory().createSocket(connect(), "localhost", 0, true);
    socket.startHandshake();
    return socket;
  }
}
