package dev.weir.extproc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.chicory.ChicoryEngine;
import dev.weir.proto.v1alpha1.FilterChain;
import dev.weir.proto.v1alpha1.Module;
import dev.weir.proto.v1alpha1.Plugin;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingResponse.ResponseCase;
import io.envoyproxy.envoy.service.ext_proc.v3.StreamedBodyResponse;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The whole host as seen by a gRPC data plane, body mode GRPC.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcDataPlaneTest {
  private static final int WINDOW_UPDATE = 14;
  private static final int DRAIN_REQUESTS = 15;
  private static final int WITHOUT_MESSAGE = 3;
  private static final int DRAIN_COMPLETE = 5;

  private final ChicoryEngine engine = ChicoryEngine.start(EngineOptions.withoutCache());
  private FakeXdsServer xds;
  private ExtProcHost host;
  private ProcessClient client;

  @BeforeAll
  void start() throws Exception {
    xds = new FakeXdsServer(0);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    host =
        ExtProcHost.start(
            Options.of("host-1", anyPort, xds.address()).withLanes(1),
            (url, _) -> Files.readAllBytes(Path.of(url)),
            engine,
            new SimpleMeterRegistry());
    client = new ProcessClient(host.address());
    xds.next();
    load("bodies", plugin("probe", ""));
    load("headers", plugin("headers", "{\"request\":{\"set\":{\"x-weir\":\"yes\"}}}"));
  }

  @AfterAll
  void stop() {
    client.close();
    host.close();
    xds.close();
    engine.close();
  }

  private static StreamedBodyResponse piece(ProcessingResponse answer) {
    return answer.getRequestBody().getResponse().getBodyMutation().getStreamedResponse();
  }

  private ProcessClient.Call call(String script) throws InterruptedException {
    ProcessClient.Call call = client.open("bodies@r1");
    ProcessingRequest.Builder request = GrpcDataPlane.requestHeaders().toBuilder();
    request
        .getRequestHeadersBuilder()
        .getHeadersBuilder()
        .addHeadersBuilder()
        .setKey("x-probe")
        .setRawValue(ByteString.copyFromUtf8(script));
    assertThat(call.ask(request.build()).getResponseCase()).isEqualTo(ResponseCase.REQUEST_HEADERS);
    return call;
  }

  @Test
  void passesMessagesOneByOneAndEmptyOnesToo() throws Exception {
    ProcessClient.Call call = call("");

    assertThat(piece(call.ask(GrpcDataPlane.requestMessage("one"))).getBody().toStringUtf8())
        .isEqualTo("one");
    ProcessingResponse empty = call.ask(GrpcDataPlane.requestMessage(""));
    assertThat(empty.getRequestBody().getResponse().getBodyMutation().hasStreamedResponse())
        .isTrue();
  }

  @Test
  void answersAHalfCloseWithoutMessageInKind() throws Exception {
    ProcessClient.Call call = call("");

    ProcessingResponse end = call.ask(GrpcDataPlane.halfClose());

    assertThat(piece(end).getEndOfStream()).isTrue();
    assertThat(GrpcDataPlane.newer(end)).contains(WITHOUT_MESSAGE);
  }

  @Test
  void showsPluginsTheMessageBehindItsPrefix() throws Exception {
    // the second byte of "hello" stands behind five bytes of prefix
    ProcessClient.Call call = call("rb=proxy_set_buffer_bytes(0,6,1,u)");

    ProcessingResponse answer = call.ask(GrpcDataPlane.requestMessage("hello"));

    assertThat(piece(answer).getBody().toStringUtf8()).isEqualTo("hullo");
  }

  @Test
  void answersABodyThatAPluginMadeNoGrpcOfWithInternal() throws Exception {
    ProcessClient.Call call = call("rb=proxy_set_buffer_bytes(0,0,1,%07)");

    ProcessingResponse answer = call.ask(GrpcDataPlane.requestMessage("hello"));

    assertThat(answer.getImmediateResponse().getGrpcStatus().getStatus()).isEqualTo(13);
    assertThat(answer.getImmediateResponse().getDetails()).isEqualTo("weir_grpc_body_malformed");
  }

  @Test
  void keepsMessagesApartThatAPluginHeldBack() throws Exception {
    ProcessClient.Call call = call("rb=ret(1)|re=ret(0)");
    call.send(GrpcDataPlane.requestMessage("one"));
    call.send(GrpcDataPlane.requestMessage("two"));

    ProcessingResponse first = call.ask(GrpcDataPlane.halfClose());

    assertThat(piece(first).getBody().toStringUtf8()).isEqualTo("one");
    ProcessingResponse second = call.next();
    assertThat(piece(second).getBody().toStringUtf8()).isEqualTo("two");
    assertThat(piece(second).getEndOfStream()).isTrue();
  }

  @Test
  void takesAResponseToItsTrailers() throws Exception {
    ProcessClient.Call call = call("st=proxy_add_header_map_value(3,x-t,1)");
    call.ask(GrpcDataPlane.halfClose());
    call.ask(GrpcDataPlane.responseHeaders());
    call.ask(GrpcDataPlane.responseMessage("reply"));

    ProcessingResponse trailers = call.ask(GrpcDataPlane.responseTrailers());

    assertThat(trailers.getResponseTrailers().getHeaderMutation().getSetHeaders(0).getHeader())
        .matches(header -> header.getKey().equals("x-t"));
  }

  @Test
  void asksToDrainABodyThatNoPluginLooksAtAndSaysWhenItHas() throws Exception {
    ProcessClient.Call call = client.open("headers@r1");

    ProcessingResponse headers = call.ask(GrpcDataPlane.requestHeaders());
    assertThat(GrpcDataPlane.newer(headers)).containsExactly(DRAIN_REQUESTS);

    ProcessingResponse last =
        call.ask(GrpcDataPlane.drained(GrpcDataPlane.requestMessage("on its way")));
    assertThat(piece(last).getBody().toStringUtf8()).isEqualTo("on its way");
    assertThat(GrpcDataPlane.newer(last)).contains(DRAIN_COMPLETE);
  }

  @Test
  void endsWithOkWhenTheDrainedDataPlaneHalfCloses() throws Exception {
    ProcessClient.Call call = client.open("headers@r1");
    call.ask(GrpcDataPlane.requestHeaders());
    call.ask(GrpcDataPlane.requestMessage("on its way"));

    call.halfClose();

    assertThat(call.end()).isEqualTo(Status.OK);
  }

  @Test
  void sendsNoMoreThanTheWindowHolds() throws Exception {
    ProcessClient.Call call = client.open("bodies@r1");
    ProcessingResponse known =
        call.ask(GrpcDataPlane.withWindows(GrpcDataPlane.requestHeaders(), 4));
    assertThat(GrpcDataPlane.newer(known)).containsExactly(WINDOW_UPDATE);
    assertThat(call.next().hasRequestHeaders()).isTrue();

    // five bytes close a window of four: a gRPC message is not parted
    assertThat(GrpcDataPlane.newer(call.ask(GrpcDataPlane.requestMessage("first")))).isEmpty();
    assertThat(GrpcDataPlane.newer(call.next())).containsExactly(WINDOW_UPDATE);

    // what cannot go on lets nothing more come
    call.send(GrpcDataPlane.requestMessage("second"));
    ProcessingResponse second = call.ask(GrpcDataPlane.windowUpdate(10, 0));
    assertThat(piece(second).getBody().toStringUtf8()).isEqualTo("second");
    assertThat(GrpcDataPlane.newer(call.next())).containsExactly(WINDOW_UPDATE);
  }

  private void load(String name, Plugin plugin) throws InterruptedException {
    xds.offer(FilterChain.newBuilder().setName(name).setRevision("r1").addPlugins(plugin).build());
    assertThat(xds.next().getErrorDetail().getMessage()).isEmpty();
  }

  private static Plugin plugin(String filter, String configuration) throws Exception {
    Path module = Path.of("../filters").resolve(filter).resolve(filter + ".wasm");
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    return Plugin.newBuilder()
        .setName("default/" + filter)
        .setConfiguration(ByteString.copyFromUtf8(configuration))
        .setModule(
            Module.newBuilder()
                .setUrl(module.toString())
                .setSha256(HexFormat.of().formatHex(sha256.digest(Files.readAllBytes(module)))))
        .build();
  }
}
