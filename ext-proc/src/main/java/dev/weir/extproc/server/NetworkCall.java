package dev.weir.extproc.server;

import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.grpc.CallHandler;
import dev.weir.extproc.grpc.GrpcCall;
import dev.weir.extproc.network.ConnectionSetup;
import dev.weir.extproc.network.ConnectionStream;
import dev.weir.extproc.network.ConnectionTransport;
import dev.weir.extproc.wire.NetworkMessageReader;
import dev.weir.extproc.wire.Slice;
import io.grpc.Status;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One network ext_proc stream as a gRPC call. Its event loop is the lane.
final class NetworkCall implements CallHandler, ConnectionTransport {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkCall.class);

  private final GrpcCall call;
  private final Optional<LaneChain> chain;
  private final ConnectionSetup setup;
  private final Runnable onEnd;
  private final ConnectionStream stream;
  private boolean released;

  /// @param chain empty if the one that the proxy named is not here
  NetworkCall(GrpcCall call, Optional<LaneChain> chain, ConnectionSetup setup, Runnable onEnd) {
    this.call = call;
    this.chain = chain;
    this.setup = setup;
    this.onEnd = onEnd;
    this.stream = new ConnectionStream(setup, this);
    chain.ifPresent(LaneChain::streamOpened);
    setup.streams().streamOpened();
    setup.connections().connectionOpened();
  }

  @Override
  public void onMessage(byte[] message) {
    try {
      if (chain.isEmpty()) {
        stream.refuse();
      }
      stream.onMessage(NetworkMessageReader.read(message));
    } catch (RuntimeException e) {
      LOG.error("network ext_proc stream: a defect of the host ended it", e);
      call.close(Status.INTERNAL.withDescription("the host failed"));
    }
    askForNext();
  }

  /// The proxy has read enough of what was sent to it.
  @Override
  public void onReady() {
    askForNext();
  }

  @Override
  public void settled() {
    askForNext();
  }

  /// Plugins hold no more than they may.
  private void askForNext() {
    if (call.isReady() && stream.wantsMore()) {
      call.request();
    }
  }

  @Override
  public void onHalfClose() {
    end();
    call.close(Status.OK);
  }

  /// How nearly every stream ends: Envoy resets it when the connection ends.
  @Override
  public void onCancel() {
    end();
  }

  @Override
  public void onComplete() {
    end();
  }

  @Override
  public void send(byte[] answer) {
    call.send(answer, Slice.empty());
  }

  @Override
  public void fail(String reason) {
    call.close(Status.INVALID_ARGUMENT.withDescription(reason));
  }

  private void end() {
    if (released) {
      return;
    }
    released = true;
    try {
      stream.onEnd();
    } finally {
      chain.ifPresent(LaneChain::streamEnded);
      setup.connections().connectionEnded();
      setup.streams().streamEnded();
      onEnd.run();
    }
  }
}
