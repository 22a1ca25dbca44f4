package dev.weir.extproc.server;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.grpc.CallHandler;
import dev.weir.extproc.grpc.GrpcCall;
import dev.weir.extproc.record.End;
import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.stream.HttpStream;
import dev.weir.extproc.stream.StreamSetup;
import dev.weir.extproc.stream.Transport;
import dev.weir.extproc.wire.ProxyMessage;
import dev.weir.extproc.wire.ProxyMessageReader;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One ext_proc stream as a gRPC call. Its event loop is the lane.
final class ProcessCall implements CallHandler, Transport {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessCall.class);

  private final GrpcCall call;
  private final String chainName;
  private final Optional<LaneChain> chain;
  private final StreamSetup setup;
  private final StreamRecord record;
  private final Runnable onEnd;
  private @Nullable HttpStream stream;
  private boolean released;

  /// What the proxy asked for, and what is here.
  record Named(String name, Optional<LaneChain> found) {}

  ProcessCall(GrpcCall call, Named chain, StreamSetup setup, StreamRecord record, Runnable onEnd) {
    this.call = call;
    this.chainName = chain.name();
    this.chain = chain.found();
    this.setup = setup;
    this.record = record;
    this.onEnd = onEnd;
    this.chain.ifPresent(LaneChain::streamOpened);
    record.streamOpened();
  }

  @Override
  public void onMessage(byte[] bytes) {
    ProxyMessage message = ProxyMessageReader.read(bytes);
    record.received(message);
    try {
      if (stream == null) {
        stream = open(message);
      }
      stream.onMessage(message);
    } catch (RuntimeException e) {
      LOG.error("ext_proc stream of chain '{}': a defect of the host ended it", chainName, e);
      record.ends(End.DEFECT);
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

  /// Only while the proxy reads our answers, and plugins hold no more than they may: else the
  /// window of the stream closes, and the proxy in turn slows its senders down.
  private void askForNext() {
    if (call.isReady() && (stream == null || stream.wantsMore())) {
      call.request();
    }
  }

  /// Without the chain that the proxy was set up for there is no telling what its plugins would
  /// have said: the exchange is refused, rather than let through by an end without an answer.
  private HttpStream open(ProxyMessage first) {
    if (chain.isEmpty()) {
      setup.observer().chainUnknown(chainName);
      return HttpStream.refuse(setup, first, this);
    }
    return HttpStream.open(setup, first, this);
  }

  @Override
  public void onHalfClose() {
    record.ends(End.HALF_CLOSED);
    end();
    call.close(Status.OK);
  }

  /// How nearly every stream ends: Envoy resets it when it needs no more answers.
  @Override
  public void onCancel() {
    record.ends(End.RESET);
    end();
  }

  @Override
  public void onComplete() {
    end();
  }

  @Override
  public void send(Answer answer) {
    if (call.send(answer.head(), answer.tail())) {
      record.sent(answer);
    }
  }

  @Override
  public void finish() {
    record.ends(End.FINISHED);
    call.close(Status.OK);
  }

  @Override
  public void fail(String reason) {
    record.ends(End.VIOLATION);
    call.close(Status.INVALID_ARGUMENT.withDescription(reason));
  }

  private void end() {
    if (released) {
      return;
    }
    released = true;
    try {
      if (stream != null) {
        stream.onEnd();
      }
    } finally {
      chain.ifPresent(LaneChain::streamEnded);
      record.streamEnded();
      onEnd.run();
    }
  }
}
