package dev.weir.extproc.server;

import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.network.ConnectionSetup;
import dev.weir.extproc.network.ConnectionStream;
import dev.weir.extproc.network.ConnectionTransport;
import dev.weir.extproc.wire.NetworkMessage;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One network ext_proc stream as a gRPC call. gRPC calls it on the event loop, which is the lane.
final class NetworkCall extends ServerCall.Listener<NetworkMessage> implements ConnectionTransport {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkCall.class);

  private final AnswerPipe<byte[]> pipe;
  private final Optional<LaneChain> chain;
  private final ConnectionSetup setup;
  private final Runnable onEnd;
  private final ConnectionStream stream;
  private boolean released;

  /// @param chain empty if the one that the proxy named is not here
  NetworkCall(
      ServerCall<NetworkMessage, byte[]> call,
      Optional<LaneChain> chain,
      ConnectionSetup setup,
      Runnable onEnd) {
    this.pipe = new AnswerPipe<>(call);
    this.chain = chain;
    this.setup = setup;
    this.onEnd = onEnd;
    this.stream = new ConnectionStream(setup, this);
    chain.ifPresent(LaneChain::streamOpened);
    setup.streams().streamOpened();
    setup.connections().connectionOpened();
  }

  @Override
  public void onMessage(NetworkMessage message) {
    pipe.received();
    try {
      if (chain.isEmpty()) {
        stream.refuse();
      }
      stream.onMessage(message);
    } catch (RuntimeException e) {
      LOG.error("network ext_proc stream: a defect of the host ended it", e);
      pipe.close(Status.INTERNAL.withDescription("the host failed"));
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
    if (pipe.canAsk() && stream.wantsMore()) {
      pipe.ask();
    }
  }

  @Override
  public void onHalfClose() {
    end();
    pipe.close(Status.OK);
  }

  /// How nearly every stream ends: Envoy resets it when the connection ends.
  @Override
  public void onCancel() {
    pipe.cancelled();
    end();
  }

  @Override
  public void onComplete() {
    end();
  }

  @Override
  public void send(byte[] answer) {
    pipe.send(answer);
  }

  @Override
  public void fail(String reason) {
    pipe.close(Status.INVALID_ARGUMENT.withDescription(reason));
  }

  private void end() {
    if (released) {
      return;
    }
    released = true;
    stream.onEnd();
    chain.ifPresent(LaneChain::streamEnded);
    setup.connections().connectionEnded();
    setup.streams().streamEnded();
    onEnd.run();
  }
}
