package dev.weir.extproc.chain;

import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.TrailersAction;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.tcp.TcpConnection;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// A plugin made of lambdas, which writes down what it is called for.
public final class FakeStage implements Stage {
  public final List<String> calls = new ArrayList<>();
  public final List<HttpExchange> exchanges = new ArrayList<>();
  public int opened;
  public int closed;
  public int heldTooMuch;

  private final String name;
  private final Set<Direction> directions = EnumSet.allOf(Direction.class);
  private FailStrategy failStrategy = FailStrategy.CLOSE;
  private long heldBodyBytes = 1 << 20;
  private boolean seesBody = true;
  private boolean seesEnd;
  private boolean resumesByItself = true;
  private Predicate<HeaderMap> traffic = map -> true;
  private BiFunction<HttpExchange, Call, HeadersAction> headers = (x, c) -> HeadersAction.CONTINUE;
  private BiFunction<HttpExchange, Call, DataAction> body = (x, c) -> DataAction.CONTINUE;
  private BiFunction<HttpExchange, Call, TrailersAction> trailers =
      (x, c) -> TrailersAction.CONTINUE;

  public record Call(Direction direction, boolean endOfStream) {}

  public FakeStage(String name) {
    this.name = name;
  }

  public FakeStage onHeaders(BiFunction<HttpExchange, Call, HeadersAction> callback) {
    headers = callback;
    return this;
  }

  public FakeStage onBody(BiFunction<HttpExchange, Call, DataAction> callback) {
    body = callback;
    return this;
  }

  public FakeStage onTrailers(BiFunction<HttpExchange, Call, TrailersAction> callback) {
    trailers = callback;
    return this;
  }

  public FakeStage failOpen() {
    failStrategy = FailStrategy.OPEN;
    return this;
  }

  public FakeStage holdingAtMost(long bytes) {
    heldBodyBytes = bytes;
    return this;
  }

  public FakeStage onlyFor(Predicate<HeaderMap> requests) {
    traffic = requests;
    return this;
  }

  public FakeStage without(Direction direction) {
    directions.remove(direction);
    return this;
  }

  public FakeStage withoutBody() {
    seesBody = false;
    return this;
  }

  public FakeStage seeingTheEnd() {
    seesEnd = true;
    return this;
  }

  public FakeStage withoutCallouts() {
    resumesByItself = false;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public FailStrategy failStrategy() {
    return failStrategy;
  }

  @Override
  public long heldBodyBytes() {
    return heldBodyBytes;
  }

  @Override
  public void holdsTooMuch() {
    heldTooMuch++;
  }

  @Override
  public boolean appliesTo(HeaderMap requestHeaders) {
    return traffic.test(requestHeaders);
  }

  @Override
  public boolean sees(Direction direction, Part part) {
    return directions.contains(direction) && (part == Part.HEADERS || seesBody);
  }

  @Override
  public boolean seesEnd() {
    return seesEnd;
  }

  @Override
  public boolean resumesByItself() {
    return resumesByItself;
  }

  @Override
  public PluginStream open(HttpExchange exchange) {
    opened++;
    exchanges.add(exchange);
    return new FakeStream(exchange);
  }

  @Override
  public PluginConnection open(TcpConnection connection) {
    throw new UnsupportedOperationException("a stage for HTTP");
  }

  private final class FakeStream implements PluginStream {
    private final HttpExchange exchange;

    FakeStream(HttpExchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public HeadersAction onHeaders(Direction direction, boolean endOfStream) {
      if (!sees(direction, Part.HEADERS)) {
        return HeadersAction.CONTINUE;
      }
      calls.add(direction + " headers" + (endOfStream ? " end" : ""));
      return headers.apply(exchange, new Call(direction, endOfStream));
    }

    @Override
    public DataAction onBody(Direction direction, boolean endOfStream) {
      if (!sees(direction, Part.BODY)) {
        return DataAction.CONTINUE;
      }
      calls.add(direction + " body" + (endOfStream ? " end" : ""));
      return body.apply(exchange, new Call(direction, endOfStream));
    }

    @Override
    public TrailersAction onTrailers(Direction direction) {
      if (!sees(direction, Part.TRAILERS)) {
        return TrailersAction.CONTINUE;
      }
      calls.add(direction + " trailers");
      return trailers.apply(exchange, new Call(direction, true));
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
