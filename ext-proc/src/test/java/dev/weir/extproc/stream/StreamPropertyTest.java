package dev.weir.extproc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.chain.FakeStage;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.stream.Terms.Overrides;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.ProxyMessage.Protocol;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.abi.TrailersAction;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.http.LocalResponse;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random plugins under random traffic, split and interleaved in random ways, against a model of
/// what Envoy accepts. The number that a run started from is part of each failure's message.
class StreamPropertyTest {
  private static final int RUNS = 20_000;
  private static final List<BodyMode> MODES =
      List.of(
          BodyMode.NONE,
          BodyMode.BUFFERED,
          BodyMode.BUFFERED_PARTIAL,
          BodyMode.STREAMED,
          BodyMode.FULL_DUPLEX_STREAMED);
  private static final List<Overrides> OVERRIDES = List.of(Overrides.values());

  @Test
  void neverGivesAnAnswerThatEnvoyRejects() {
    for (long seed = 0; seed < RUNS; seed++) {
      Run run = new Run(seed, true);
      try {
        run.toTheEnd();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed %d: %s".formatted(seed, run), e);
      }
    }
  }

  @Test
  void passesWhatPluginsOnlyHoldAndLetGo() {
    for (long seed = 0; seed < RUNS; seed++) {
      Run run = new Run(seed, false);
      try {
        run.toTheEnd();
        run.checkUnchanged();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed %d: %s".formatted(seed, run), e);
      }
    }
  }

  /// One exchange.
  private static final class Run {
    private final Random random;
    private final boolean edits;
    private final List<FakeStage> plugins = new ArrayList<>();
    private final List<Runnable> resumes = new ArrayList<>();
    private final EnvoyModel envoy;
    private final Queue<Runnable> requestEvents = new ArrayDeque<>();
    private final Queue<Runnable> responseEvents = new ArrayDeque<>();
    private final byte[] requestBody;
    private final byte[] responseBody;

    Run(long seed, boolean edits) {
      this.random = new Random(seed);
      this.edits = edits;
      int count = 1 + random.nextInt(3);
      for (int i = 0; i < count; i++) {
        plugins.add(plugin("p" + i));
      }
      BodyMode request = MODES.get(random.nextInt(MODES.size()));
      BodyMode response = MODES.get(random.nextInt(MODES.size()));
      this.envoy =
          new EnvoyModel(
              List.<Stage>copyOf(plugins), new Protocol(request, response, random.nextInt(4) == 0));
      if (edits && random.nextBoolean()) {
        envoy.waits(Duration.ofMillis(200), Duration.ofMillis(random.nextInt(500)));
      }
      envoy.allows(OVERRIDES.get(random.nextInt(OVERRIDES.size())));
      envoy.followsOverrides = !edits || random.nextInt(4) > 0;
      this.requestBody = plan(requestEvents, envoy.request, Direction.REQUEST);
      this.responseBody = plan(responseEvents, envoy.response, Direction.RESPONSE);
    }

    /// The request's headers come first: without them no plugin applies.
    void toTheEnd() {
      next(requestEvents);
      for (int step = 0; step < 200 && !isDone(); step++) {
        switch (random.nextInt(edits ? 5 : 4)) {
          case 0 -> next(requestEvents);
          case 1 -> next(mayRespond() ? responseEvents : requestEvents);
          case 2 -> envoy.readAnswers();
          case 4 -> envoy.lane.pass(Duration.ofMillis(random.nextInt(200)));
          default -> resumeOne();
        }
        if (edits && random.nextInt(200) == 0) {
          break; // the client goes away
        }
      }
      envoy.readAnswers();
      envoy.reset();
      assertThat(envoy.failed).isFalse();
      checkLengths();
      assertThat(envoy.log.held).isZero();
      assertThat(envoy.lane.scheduled()).isZero();
      for (FakeStage plugin : plugins) {
        assertThat(plugin.closed).isEqualTo(plugin.opened).isLessThanOrEqualTo(1);
      }
    }

    private void checkLengths() {
      for (ModelSide side : List.of(envoy.request, envoy.response)) {
        if (side.endOn && !envoy.isAnsweredHere()) {
          side.checkContentLength();
        }
      }
      if (envoy.streamed.hasBegun()) {
        assertThat(envoy.streamed.ended).isTrue();
        assertThat(envoy.streamed.headers)
            .containsSequence("content-length", Integer.toString(envoy.streamed.body.size()));
      }
    }

    /// The other end answers when it is through with the request, or sometimes before.
    private boolean mayRespond() {
      return envoy.request.haveHeadersLeft() && (requestEvents.isEmpty() || random.nextInt(4) == 0);
    }

    void checkUnchanged() {
      assertThat(envoy.isAnsweredHere()).isFalse();
      assertThat(envoy.request.endOn).as("the request's end arrives").isTrue();
      assertThat(envoy.response.endOn).as("the response's end arrives").isTrue();
      assertThat(envoy.request.bodyOn.toByteArray()).isEqualTo(requestBody);
      assertThat(envoy.response.bodyOn.toByteArray()).isEqualTo(responseBody);
    }

    private boolean isDone() {
      return requestEvents.isEmpty()
          && responseEvents.isEmpty()
          && resumes.isEmpty()
          && ((envoy.request.endOn && envoy.response.endOn) || envoy.isAnsweredHere());
    }

    private void next(Queue<Runnable> events) {
      Runnable event = events.poll();
      if (event != null) {
        event.run();
      }
    }

    private void resumeOne() {
      if (!resumes.isEmpty()) {
        resumes.remove(random.nextInt(resumes.size())).run();
      }
    }

    private byte[] plan(Queue<Runnable> events, ModelSide side, Direction direction) {
      List<byte[]> chunks = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        byte[] chunk = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 100_000 : 10)];
        random.nextBytes(chunk);
        chunks.add(chunk);
      }
      boolean trailers = !chunks.isEmpty() && mayHaveTrailers(direction) && random.nextInt(3) == 0;
      int length = chunks.stream().mapToInt(chunk -> chunk.length).sum();
      List<String> headers = new ArrayList<>(start(direction));
      if (length > 0 && random.nextBoolean()) {
        headers.addAll(List.of("content-length", Integer.toString(length)));
      }
      events.add(() -> side.headersArrive(headers, chunks.isEmpty()));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (int i = 0; i < chunks.size(); i++) {
        byte[] chunk = chunks.get(i);
        all.writeBytes(chunk);
        boolean end = i == chunks.size() - 1 && !trailers;
        events.add(() -> side.bodyArrives(chunk, end));
      }
      if (trailers) {
        events.add(() -> side.trailersArrive(List.of("checksum", "abc")));
      }
      return all.toByteArray();
    }

    /// Held chunks cannot follow trailers in STREAMED; that case has a test of its own.
    private boolean mayHaveTrailers(Direction direction) {
      BodyMode mode =
          direction == Direction.REQUEST ? envoy.protocol.request() : envoy.protocol.response();
      return mode != BodyMode.STREAMED
          && (mode != BodyMode.NONE || envoy.terms.overrides() != Overrides.WITH_HEADERS);
    }

    private static List<String> start(Direction direction) {
      return direction == Direction.REQUEST
          ? List.of(
              ":method", "POST", ":path", "/", ":authority", "a", "x-twice", "1", "x-twice", "2")
          : List.of(":status", "200", "set-cookie", "a", "set-cookie", "b");
    }

    private FakeStage plugin(String name) {
      FakeStage stage =
          new FakeStage(name)
              .onHeaders((x, c) -> headers(x, c.direction()))
              .onBody((x, c) -> body(x, c.direction(), c.endOfStream()))
              .onTrailers((x, c) -> trailers(x, c.direction()));
      if (random.nextInt(5) == 0) {
        stage.withoutBody();
      }
      if (random.nextInt(5) == 0) {
        stage.without(Direction.RESPONSE);
      }
      if (edits && random.nextBoolean()) {
        stage.failOpen();
      }
      return stage;
    }

    private HeadersAction headers(HttpExchange exchange, Direction direction) {
      disturb(exchange, direction);
      return switch (random.nextInt(4)) {
        case 0 -> {
          resumeLater(exchange, direction);
          yield HeadersAction.STOP_ALL_AND_WATERMARK;
        }
        case 1 -> {
          resumeLater(exchange, direction);
          yield HeadersAction.STOP_ITERATION;
        }
        default -> HeadersAction.CONTINUE;
      };
    }

    private DataAction body(HttpExchange exchange, Direction direction, boolean end) {
      disturb(exchange, direction);
      if (edits && random.nextInt(3) == 0) {
        BodyBuffer body = exchange.body(bodyOf(direction)).orElseThrow();
        byte[] bytes = new byte[random.nextInt(5)];
        body.splice(0, random.nextInt(body.length() + 1), bytes, 0, bytes.length);
      }
      if (edits && random.nextInt(20) == 0) {
        resumeLater(exchange, direction);
        return DataAction.STOP_NO_BUFFER;
      }
      if (random.nextInt(3) == 0) {
        if (end || random.nextBoolean()) {
          resumeLater(exchange, direction);
        }
        return DataAction.STOP_AND_BUFFER;
      }
      return DataAction.CONTINUE;
    }

    private TrailersAction trailers(HttpExchange exchange, Direction direction) {
      disturb(exchange, direction);
      if (random.nextBoolean()) {
        resumeLater(exchange, direction);
        return TrailersAction.STOP;
      }
      return TrailersAction.CONTINUE;
    }

    private void resumeLater(HttpExchange exchange, Direction direction) {
      StreamType type =
          direction == Direction.REQUEST ? StreamType.HTTP_REQUEST : StreamType.HTTP_RESPONSE;
      resumes.add(() -> exchange.resume(type));
    }

    /// Edits headers, answers, or fails, now and then.
    private void disturb(HttpExchange exchange, Direction direction) {
      if (!edits) {
        return;
      }
      MapType type =
          direction == Direction.REQUEST
              ? MapType.HTTP_REQUEST_HEADERS
              : MapType.HTTP_RESPONSE_HEADERS;
      exchange.headers(type).ifPresent(this::edit);
      switch (random.nextInt(40)) {
        case 0 ->
            exchange.sendLocalResponse(
                new LocalResponse(403, HeaderMap.of("x-no", "1"), replyBody(), -1, "not today"));
        case 1 -> throw new PluginException.Unavailable("fake", "random");
        case 2 -> exchange.clearRouteCache();
        default -> {}
      }
    }

    private Bytes replyBody() {
      return random.nextBoolean() ? Bytes.utf8("no") : Bytes.wrap(new byte[100_000]);
    }

    private void edit(HeaderMap map) {
      switch (random.nextInt(8)) {
        case 0 -> map.add("x-twice", "3");
        case 1 -> map.replace("x-new", "1");
        case 2 -> map.remove("x-twice");
        case 3 -> map.replace("bad", "a\nb");
        case 4 -> map.remove(":path");
        case 5 -> map.replace("content-length", "7");
        case 6 -> map.clear();
        default -> {}
      }
    }

    private static BufferType bodyOf(Direction direction) {
      return direction == Direction.REQUEST
          ? BufferType.HTTP_REQUEST_BODY
          : BufferType.HTTP_RESPONSE_BODY;
    }

    @Override
    public String toString() {
      return "%s, calls %s, log %s"
          .formatted(
              envoy.protocol,
              plugins.stream().map(plugin -> plugin.calls).toList(),
              envoy.log.events);
    }
  }
}
