package dev.weir.extproc.chain;

import dev.weir.extproc.chain.Stage.FailStrategy;
import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.wire.Direction;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.LocalResponse;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One HTTP exchange and the plugins that apply to it. Belongs to one lane.
///
/// What a plugin asks for from inside a callback takes effect when the message in hand is through;
/// only a local response stops everything at once.
public final class Exchange {
  private final List<Stage> chain;
  private final ProxySide proxy;
  private final Parts parts = new Parts();
  private final Pipes pipes = new Pipes();
  private final Tasks tasks;
  private final Map<List<String>, Bytes> properties = new HashMap<>(0);
  private @Nullable List<PluginRun> runs;
  private boolean answeredHere;

  public Exchange(List<Stage> chain, ProxySide proxy) {
    this.chain = chain;
    this.proxy = proxy;
    this.tasks = new Tasks(proxy::settled);
  }

  public void headers(Direction direction, HeaderMap map, boolean endOfStream) {
    if (answeredHere) {
      return;
    }
    parts.putHeaders(direction, map);
    tasks.perform(() -> pipe(direction).headers(endOfStream));
  }

  public void body(Direction direction, Slice bytes, boolean endOfStream) {
    if (!answeredHere) {
      tasks.perform(() -> pipe(direction).body(bytes, endOfStream));
    }
  }

  public void trailers(Direction direction, HeaderMap map) {
    if (answeredHere) {
      return;
    }
    parts.putTrailers(direction, map);
    tasks.perform(() -> pipe(direction).trailers());
  }

  /// Tells a plugin that waits for the end of the body that it has come, although the proxy only
  /// announces trailers behind it.
  public void finishBody(Direction direction) {
    pipes.find(direction).ifPresent(pipe -> tasks.perform(pipe::finishBody));
  }

  /// Plugins that hold this direction have had their time: their fail strategy applies.
  public void failHolders(Direction direction) {
    pipes
        .find(direction)
        .ifPresent(pipe -> tasks.perform(() -> pipe.holders().forEach(this::holdsTooLong)));
  }

  /// Has plugins let go that wait for a body which cannot come before the headers have left, unless
  /// something else can make them.
  ///
  /// @return whether there were any
  public boolean releaseHopeless(Direction direction) {
    List<Segment> hopeless = pipes.find(direction).map(Pipe::hopeless).orElse(List.of());
    hopeless.forEach(segment -> tasks.perform(segment::resume));
    return !hopeless.isEmpty();
  }

  /// Whether plugins hold so much that nothing more shall come.
  public boolean isOverfull() {
    return pipes.isOverfull();
  }

  /// Answers the exchange in place of the upstream, whatever its plugins say.
  public void answer(LocalResponse answer) {
    answerHere(answer);
  }

  /// The exchange is over, however it ended. Plugins hear of it once.
  public void close() {
    tasks.close();
    pipes.halt();
    for (PluginRun run : runs()) {
      run.leave();
    }
  }

  /// Whether a plugin holds the headers back until it has seen the body behind them.
  public boolean waitsForBody(Direction direction) {
    return pipes.find(direction).filter(Pipe::waitsForBody).isPresent();
  }

  /// Whether some plugin holds a part of the message in this direction.
  public boolean holds(Direction direction) {
    return pipes.find(direction).filter(Pipe::holds).isPresent();
  }

  /// Whether plugins have changed the body of this direction since this was asked last.
  public boolean takeBodyEdited(Direction direction) {
    return pipes.find(direction).filter(Pipe::takeBodyEdited).isPresent();
  }

  public long heldBytes() {
    return pipes.heldBytes();
  }

  /// Whether any plugin is to be called for this part, should it come.
  public boolean sees(Direction direction, Part part) {
    for (PluginRun run : runs()) {
      if (run.sees(direction, part)) {
        return true;
      }
    }
    return false;
  }

  /// Whether any plugin wants to hear how the exchange ends.
  public boolean seesEnd() {
    for (PluginRun run : runs()) {
      if (run.isOpen() && run.stage().seesEnd()) {
        return true;
      }
    }
    return false;
  }

  public Optional<HeaderMap> map(MapType type) {
    return parts.find(type);
  }

  ProxySide proxy() {
    return proxy;
  }

  boolean isAnsweredHere() {
    return answeredHere;
  }

  boolean editable(MapType type) {
    return answeredHere ? type == MapType.HTTP_RESPONSE_HEADERS : proxy.editable(type);
  }

  Optional<BodyBuffer> visibleBody(PluginRun run, Direction direction) {
    return pipes.find(direction).flatMap(pipe -> pipe.segment(run)).flatMap(Segment::visibleBody);
  }

  Optional<PropertyValue> property(List<String> path) {
    Bytes own = properties.get(path);
    return own == null ? proxy.property(path) : Optional.of(new PropertyValue.Text(own));
  }

  void setProperty(List<String> path, Bytes value) {
    properties.put(List.copyOf(path), value);
    proxy.propertySet(path, value);
  }

  void resume(PluginRun run, Direction direction) {
    pipes
        .find(direction)
        .flatMap(pipe -> pipe.segment(run))
        .ifPresent(segment -> tasks.perform(segment::resume));
  }

  void failed(PluginRun run, PluginException failure) {
    proxy.failed(run.stage(), failure);
    run.leave();
    if (run.stage().failStrategy() == FailStrategy.CLOSE) {
      answerHere(Refusals.pluginFailed());
    } else {
      resume(run, Direction.REQUEST);
      resume(run, Direction.RESPONSE);
    }
  }

  private void holdsTooLong(PluginRun run) {
    failed(
        run,
        new PluginException.Unavailable(
            run.stage().name(), "held the exchange for as long as the proxy waits for an answer"));
  }

  void heldTooMuch(PluginRun run, Direction direction) {
    answerHere(Refusals.heldTooMuch(direction, run.stage().heldBodyBytes()));
  }

  void reset(PluginRun run) {
    answerHere(Refusals.closedByPlugin());
  }

  /// Takes effect at once: nothing flows on. The first answer counts.
  void answerHere(LocalResponse answer) {
    if (answeredHere || tasks.isClosed()) {
      return;
    }
    boolean responseBegan = pipes.find(Direction.RESPONSE).isPresent();
    answeredHere = true;
    pipes.halt();
    tasks.perform(() -> passResponsePlugins(answer, responseBegan));
  }

  /// An answer made before the response began passes the plugins as a response would.
  private void passResponsePlugins(LocalResponse answer, boolean responseBegan) {
    HeaderMap map = Replies.headers(answer);
    parts.putHeaders(Direction.RESPONSE, map);
    if (responseBegan) {
      proxy.answer(answer);
      return;
    }
    Pipe pipe =
        new Pipe(Direction.RESPONSE, runs(), new ReplyOutlet(answer, map, proxy), _ -> true);
    pipes.put(pipe);
    pipe.headers(answer.body().isEmpty());
    if (!answer.body().isEmpty()) {
      pipe.body(Slice.of(answer.body().toByteArray()), true);
    }
  }

  private Pipe pipe(Direction direction) {
    return pipes.find(direction).orElseGet(() -> open(direction));
  }

  private Pipe open(Direction direction) {
    Pipe pipe = new Pipe(direction, runs(), proxy.outlet(direction), proxy::mayCreateBody);
    pipes.put(pipe);
    return pipe;
  }

  /// Which plugins apply is decided once, by the request headers, or by what else is known of the
  /// request where the proxy is set up not to send them.
  private List<PluginRun> runs() {
    if (runs == null) {
      runs = applying(map(MapType.HTTP_REQUEST_HEADERS).orElseGet(proxy::unsentRequest));
    }
    return runs;
  }

  private List<PluginRun> applying(HeaderMap requestHeaders) {
    List<PluginRun> applying = new ArrayList<>(chain.size());
    for (Stage stage : chain) {
      if (stage.appliesTo(requestHeaders)) {
        applying.add(new PluginRun(this, stage));
      }
    }
    return applying;
  }
}
