package dev.weir.extproc.server;

import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.network.ConnectionSetup;
import dev.weir.extproc.network.ConnectionStream;
import dev.weir.extproc.network.ConnectionTransport;
import dev.weir.extproc.wire.NetworkMessage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One network ext_proc stream as a gRPC call. gRPC calls it on the event loop, which is the lane.
final class NetworkCall extends ServerCall.Listener<NetworkMessage> implements ConnectionTransport {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkCall.class);

  private final ServerCall<NetworkMessage, byte[]> call;
  private final Optional<LaneChain> chain;
  private final ConnectionSetup setup;
  private final Runnable onEnd;
  private final ConnectionStream stream;
  private boolean asked = true;
  private boolean headersSent;
  private boolean closed;
  private boolean released;

  /// @param chain empty if the one that the proxy named is not here
  NetworkCall(
      ServerCall<NetworkMessage, byte[]> call,
      Optional<LaneChain> chain,
      ConnectionSetup setup,
      Runnable onEnd) {
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
  public void onMessage(NetworkMessage message) {
    asked = false;
    try {
      if (chain.isEmpty()) {
        stream.refuse();
      }
      stream.onMessage(message);
    } catch (RuntimeException e) {
      LOG.error("network ext_proc stream: a defect of the host ended it", e);
      close(Status.INTERNAL.withDescription("the host failed"));
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

  /// Takes the next message only while the proxy reads our answers and plugins can hold more: else
  /// the window of the stream closes, and the proxy in turn slows the senders down.
  private void askForNext() {
    if (!asked && !closed && stream.wantsMore() && call.isReady()) {
      asked = true;
      call.request(1);
    }
  }

  @Override
  public void onHalfClose() {
    end();
    close(Status.OK);
  }

  /// How nearly every stream ends: Envoy resets it when the connection ends.
  @Override
  public void onCancel() {
    closed = true;
    end();
  }

  @Override
  public void onComplete() {
    end();
  }

  @Override
  public void send(byte[] answer) {
    if (closed) {
      return;
    }
    if (!headersSent) {
      headersSent = true;
      call.sendHeaders(new Metadata());
    }
    call.sendMessage(answer);
  }

  @Override
  public void fail(String reason) {
    close(Status.INVALID_ARGUMENT.withDescription(reason));
  }

  private void close(Status status) {
    if (!closed) {
      closed = true;
      call.close(status, new Metadata());
    }
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
