package dev.weir.extproc.network;

import dev.weir.extproc.chain.PluginConnection;
import dev.weir.extproc.chain.PluginStream;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.abi.NetworkAction;
import dev.weir.proxywasm.abi.PeerType;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.HttpExchange;
import dev.weir.proxywasm.tcp.TcpConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A plugin for TCP made of lambdas, which writes down what it is called for.
final class FakeTcpStage implements Stage {
  final List<String> calls;
  final List<TcpConnection> connections = new ArrayList<>();
  final List<BodyBuffer> seenAtUpstreamClose = new ArrayList<>();
  int heldTooMuch;

  private final String name;
  private FailStrategy failStrategy = FailStrategy.CLOSE;
  private long heldBytes = 1 << 20;
  private boolean resumesByItself = true;
  private Function<TcpConnection, NetworkAction> begin = x -> NetworkAction.CONTINUE;
  private BiFunction<TcpConnection, StreamType, NetworkAction> data =
      (x, from) -> NetworkAction.CONTINUE;

  /// @param calls shared by the stages of a chain
  FakeTcpStage(String name, List<String> calls) {
    this.name = name;
    this.calls = calls;
  }

  FakeTcpStage onNewConnection(Function<TcpConnection, NetworkAction> callback) {
    begin = callback;
    return this;
  }

  FakeTcpStage onData(BiFunction<TcpConnection, StreamType, NetworkAction> callback) {
    data = callback;
    return this;
  }

  FakeTcpStage failOpen() {
    failStrategy = FailStrategy.OPEN;
    return this;
  }

  FakeTcpStage holdingAtMost(long bytes) {
    heldBytes = bytes;
    return this;
  }

  FakeTcpStage withoutCallouts() {
    resumesByItself = false;
    return this;
  }

  TcpConnection connection() {
    return connections.getLast();
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
    return heldBytes;
  }

  @Override
  public void holdsTooMuch() {
    heldTooMuch++;
  }

  @Override
  public boolean appliesTo(HeaderMap requestHeaders) {
    return true;
  }

  @Override
  public boolean sees(Direction direction, Part part) {
    return false;
  }

  @Override
  public boolean seesEnd() {
    return false;
  }

  @Override
  public boolean resumesByItself() {
    return resumesByItself;
  }

  @Override
  public PluginStream open(HttpExchange exchange) {
    throw new UnsupportedOperationException("a stage for TCP");
  }

  @Override
  public PluginConnection open(TcpConnection connection) {
    connections.add(connection);
    return new FakePlugin(connection);
  }

  private final class FakePlugin implements PluginConnection {
    private final TcpConnection connection;

    FakePlugin(TcpConnection connection) {
      this.connection = connection;
    }

    @Override
    public NetworkAction onNewConnection() {
      calls.add(name + " new");
      return begin.apply(connection);
    }

    @Override
    public NetworkAction onData(StreamType from, boolean endOfStream) {
      int size = connection.data(from).orElseThrow().length();
      calls.add("%s %s %d%s".formatted(name, from, size, endOfStream ? " end" : ""));
      return data.apply(connection, from);
    }

    @Override
    public void onDownstreamClose(PeerType peer) {
      calls.add("%s downstream closed %s".formatted(name, peer));
    }

    @Override
    public void onUpstreamClose(PeerType peer) {
      connection.data(StreamType.UPSTREAM).ifPresent(seenAtUpstreamClose::add);
      calls.add("%s upstream closed %s".formatted(name, peer));
    }

    @Override
    public void close() {
      calls.add(name + " gone");
    }
  }
}
