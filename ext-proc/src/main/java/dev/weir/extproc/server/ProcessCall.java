package dev.weir.extproc.server;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.record.End;
import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.stream.HttpStream;
import dev.weir.extproc.stream.StreamSetup;
import dev.weir.extproc.stream.Transport;
import dev.weir.extproc.wire.ProxyMessage;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One ext_proc stream as a gRPC call. gRPC calls it on the event loop, which is the lane.
final class ProcessCall extends ServerCall.Listener<ProxyMessage> implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessCall.class);

  private final AnswerPipe<Answer> pipe;
  private final String chainName;
  private final Optional<LaneChain> chain;
  private final StreamSetup setup;
  private final StreamRecord record;
  private final Runnable onEnd;
  private @Nullable HttpStream stream;
  private boolean released;

  /// What the proxy asked for, and what is here.
  record Named(String name, Optional<LaneChain> found) {}

  ProcessCall(
      ServerCall<ProxyMessage, Answer> call,
      Named chain,
      StreamSetup setup,
      StreamRecord record,
      Runnable onEnd) {
    this.pipe = new AnswerPipe<>(call);
    this.chainName = chain.name();
    this.chain = chain.found();
    this.setup = setup;
    this.record = record;
    this.onEnd = onEnd;
    this.chain.ifPresent(LaneChain::streamOpened);
    record.streamOpened();
  }

  @Override
  public void onMessage(ProxyMessage message) {
    pipe.received();
    record.received(message);
    try {
      if (stream == null) {
        stream = open(message);
      }
      stream.onMessage(message);
    } catch (RuntimeException e) {
      LOG.error("ext_proc stream of chain '{}': a defect of the host ended it", chainName, e);
      record.ends(End.DEFECT);
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
    if (pipe.canAsk() && (stream == null || stream.wantsMore())) {
      pipe.ask();
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
    pipe.close(Status.OK);
  }

  /// How nearly every stream ends: Envoy resets it when it needs no more answers.
  @Override
  public void onCancel() {
    record.ends(End.RESET);
    pipe.cancelled();
    end();
  }

  @Override
  public void onComplete() {
    end();
  }

  @Override
  public void send(Answer answer) {
    if (pipe.send(answer)) {
      record.sent(answer);
    }
  }

  @Override
  public void finish() {
    record.ends(End.FINISHED);
    pipe.close(Status.OK);
  }

  @Override
  public void fail(String reason) {
    record.ends(End.VIOLATION);
    pipe.close(Status.INVALID_ARGUMENT.withDescription(reason));
  }

  private void end() {
    if (released) {
      return;
    }
    released = true;
    if (stream != null) {
      stream.onEnd();
    }
    chain.ifPresent(LaneChain::streamEnded);
    record.streamEnded();
    onEnd.run();
  }
}
