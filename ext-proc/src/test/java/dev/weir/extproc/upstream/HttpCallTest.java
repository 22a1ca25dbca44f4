package dev.weir.extproc.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import dev.weir.proto.v1alpha1.Upstream;
import dev.weir.proto.v1alpha1.Upstream.Protocol;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.service.Upstreams.Call;
import dev.weir.proxywasm.service.Upstreams.HttpRequest;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// HTTP calls: each is completed once, in Envoy's words.
final class HttpCallTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final UpstreamPool pool = new UpstreamPool();
  private final Heard heard = new Heard();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.plain();
  }

  @AfterEach
  void stop() throws Exception {
    pool.close();
    server.shutDown();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1", "HTTP2"})
  void carriesRequestAndResponseWithTrailers(Protocol protocol) throws Exception {
    HeaderMap headers = headers("POST", "//a%2Fb/?q=%20x&y");
    headers.add("x-bytes", "\u00e9");
    headers.add("x-twice", "1");
    headers.add("x-twice", "2");
    headers.add("content-length", "999");
    headers.add("transfer-encoding", "chunked");

    call(protocol, headers, "hello", HeaderMap.of("x-trailer", "t"), LONG);

    assertThat(heard.next())
        .startsWith("response {:status=200,x-many=1,x-many=2")
        .endsWith("'echo hello' {x-end=yes}");
    HttpServer.Received received = server.take();
    assertThat(received.version()).isEqualTo(protocol == Protocol.HTTP1 ? "HTTP/1.1" : "HTTP/2.0");
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.target()).isEqualTo("//a%2Fb/?q=%20x&y");
    assertThat(received.authority()).isEqualTo("keys.example:80");
    assertThat(received.body()).isEqualTo("hello");
    assertThat(received.headers().getValuesList("x-twice")).containsExactly("1", "2");
    assertThat(received.headers().get("x-bytes")).isEqualTo("\u00e9");
    assertThat(received.trailers().get("x-trailer")).isEqualTo("t");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1", "HTTP2"})
  void addsNothingOfItsOwn(Protocol protocol) throws Exception {
    call(protocol, headers("GET", "/"), "", new HeaderMap(), LONG);

    heard.next();
    assertThat(server.take().headers().getFieldNamesCollection())
        .allMatch(name -> name.equalsIgnoreCase("host"));
  }

  @Test
  void neitherFollowsNorUnpacks() throws Exception {
    call(Protocol.HTTP1, headers("GET", "/moved"), "", new HeaderMap(), LONG);
    assertThat(heard.next()).contains(":status=302");

    call(Protocol.HTTP1, headers("GET", "/packed"), "", new HeaderMap(), LONG);
    assertThat(heard.next()).contains("content-encoding=gzip").contains("'not really'");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1", "HTTP2"})
  void silenceIsGatewayTimeout(Protocol protocol) throws Exception {
    call(protocol, headers("GET", "/silent"), "", new HeaderMap(), Duration.ofMillis(50));

    assertThat(heard.next())
        .isEqualTo("response {:status=504,content-length=24} 'upstream request timeout' {}");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1", "HTTP2"})
  void responseThatBreaksOffIsReset(Protocol protocol) throws Exception {
    call(protocol, headers("GET", "/reset"), "", new HeaderMap(), LONG);

    assertThat(heard.next()).startsWith("reset ");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP1", "HTTP2"})
  void responseBeyondTheBoundIsReset(Protocol protocol) throws Exception {
    call(protocol, headers("GET", "/long"), "", new HeaderMap(), LONG);

    assertThat(heard.next())
        .isEqualTo("reset response: more than 65536 bytes (limit: upstreams[].maxResponse)");
  }

  @Test
  void refusedConnectionIsServiceUnavailable() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    open(upstream(Protocol.HTTP1).setAddress("127.0.0.1:" + nobody).build())
        .http(request("GET", "/"), heard);

    assertThat(heard.next())
        .contains(":status=503")
        .contains("reset reason: remote connection failure");
  }

  @Test
  void unknownHostIsServiceUnavailable() throws Exception {
    open(upstream(Protocol.HTTP1).setAddress("nowhere.invalid:80").build())
        .http(request("GET", "/"), heard);

    assertThat(heard.next()).contains(":status=503").contains("'no healthy upstream'");
  }

  @Test
  void callsBeyondTheBoundsOverflow() throws Exception {
    PluginUpstreams upstreams = open(upstream(Protocol.HTTP1).setMaxRequests(1).build());
    upstreams.http(request("GET", "/silent"), new Heard());

    upstreams.http(request("GET", "/"), heard);

    assertThat(heard.next()).contains(":status=503").contains("reset reason: overflow");
  }

  @Test
  void callsThatWaitBeyondTheBoundOverflow() throws Exception {
    PluginUpstreams upstreams =
        open(upstream(Protocol.HTTP1).setMaxConnections(1).setMaxPending(1).build());
    upstreams.http(request("GET", "/silent"), new Heard());
    server.take();
    upstreams.http(request("GET", "/"), new Heard());

    upstreams.http(request("GET", "/"), heard);

    assertThat(heard.next()).contains("reset reason: overflow");
  }

  @Test
  void cancelledCallIsNotHeardAndFreesItsPlace() throws Exception {
    PluginUpstreams upstreams = open(upstream(Protocol.HTTP1).setMaxRequests(1).build());
    Heard cancelled = new Heard();
    Call call = upstreams.http(request("GET", "/silent"), cancelled);
    server.take();

    call.cancel();
    upstreams.http(request("GET", "/"), heard);

    assertThat(heard.next()).contains(":status=200");
    assertThat(cancelled.left()).isZero();
  }

  @Test
  void closingThePoolEndsEveryCall() throws Exception {
    open(upstream(Protocol.HTTP1).build()).http(request("GET", "/silent"), heard);
    server.take();

    pool.close();

    assertThat(heard.next()).contains(":status=503");
  }

  @Test
  void refusesWhatCouldBeTwoRequests() throws Exception {
    PluginUpstreams upstreams = open(upstream(Protocol.HTTP1).build());
    HeaderMap split = headers("GET", "/");
    split.add("x", "a\r\nGET /evil HTTP/1.1");

    assertThatThrownBy(() -> upstreams.http(request(split), heard))
        .hasMessageContaining("x: not as HTTP has it");
    assertThatThrownBy(() -> upstreams.http(request("GET /a", "/"), heard))
        .hasMessageContaining(":method");
    assertThatThrownBy(() -> upstreams.http(request("GET", "/ HTTP/1.1"), heard))
        .hasMessageContaining(":path");
    assertThatThrownBy(() ->
            upstreams.http(
                new HttpRequest("nobody", split, Bytes.EMPTY, new HeaderMap(), LONG), heard))
        .hasMessage("upstream: 'nobody' (expected: one that the plugin declares)");
  }

  @Test
  void clientLivesAsLongAsItsLastHolder() throws Exception {
    Upstream upstream = upstream(Protocol.HTTP1).build();
    PluginUpstreams before = open(upstream);
    PluginUpstreams after = open(upstream);

    before.close();
    after.http(request("GET", "/"), heard);

    assertThat(heard.next()).contains(":status=200");
  }

  private void call(
      Protocol protocol, HeaderMap headers, String body, HeaderMap trailers, Duration timeout)
      throws Exception {
    open(upstream(protocol).build())
        .http(new HttpRequest("a", headers, Bytes.utf8(body), trailers, timeout), heard);
  }

  private PluginUpstreams open(Upstream upstream) throws Exception {
    return pool.open(List.of(upstream));
  }

  private Upstream.Builder upstream(Protocol protocol) {
    return Upstream.newBuilder()
        .setName("a")
        .setAddress("127.0.0.1:" + server.port())
        .setProtocol(protocol)
        .setTimeout(Durations.fromSeconds(30))
        .setConnectTimeout(Durations.fromSeconds(10))
        .setMaxResponseBytes(64 << 10);
  }

  private static HttpRequest request(String method, String path) {
    return request(headers(method, path));
  }

  private static HttpRequest request(HeaderMap headers) {
    return new HttpRequest("a", headers, Bytes.EMPTY, new HeaderMap(), LONG);
  }

  private static HeaderMap headers(String method, String path) {
    return HeaderMap.of(":method", method, ":path", path, ":authority", "keys.example");
  }
}
