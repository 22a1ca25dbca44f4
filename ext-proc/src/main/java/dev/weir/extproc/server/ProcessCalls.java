package dev.weir.extproc.server;

import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.grpc.CallHandler;
import dev.weir.extproc.grpc.CallHeaders;
import dev.weir.extproc.grpc.GrpcCall;
import dev.weir.extproc.grpc.GrpcMethod;
import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.stream.StreamSetup;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Optional;

/// Starts a [ProcessCall] for each stream, with the chain that its headers name.
final class ProcessCalls implements GrpcMethod {
  /// Of the span that the proxy began for this stream, if it traces.
  private static final AsciiString TRACE_PARENT = AsciiString.cached("traceparent");

  private final Lanes lanes;
  private final Chains chains;
  private final Admission admission;
  private final Observers observers;
  private final StreamTargets targets = new StreamTargets();

  ProcessCalls(Lanes lanes, Chains chains, Admission admission, Observers observers) {
    this.lanes = lanes;
    this.chains = chains;
    this.admission = admission;
    this.observers = observers;
  }

  @Override
  public CallHandler start(GrpcCall call, CallHeaders headers) {
    if (!admission.admit(call, headers)) {
      return CallHandler.NONE;
    }
    EventLoopLane lane = lanes.current();
    StreamTarget target = targets.read(headers);
    Optional<LaneChain> chain =
        chains.find(target.chain(), lane).filter(found -> found.isFor(LaneChain.Traffic.HTTP));
    String known = chain.isPresent() ? target.chain() : "";
    StreamRecord record =
        new StreamRecord(
            origin(target, chain.isPresent(), call.peer(), headers),
            observers.streams(),
            observers.each());
    StreamSetup setup =
        new StreamSetup(
            known, chain.map(LaneChain::stages).orElse(List.of()), lane, target.terms(), record);
    call.request();
    String peer = call.peer();
    return new ProcessCall(
        call,
        new ProcessCall.Named(target.chain(), chain),
        setup,
        record,
        () -> admission.leave(peer));
  }

  /// The name of a chain that is not here comes from outside, so it goes no further.
  private static StreamRecord.Origin origin(
      StreamTarget target, boolean isHere, String peer, CallHeaders headers) {
    String parent = headers.get(TRACE_PARENT).orElse("");
    return isHere
        ? new StreamRecord.Origin(target.name(), target.revision(), peer, parent)
        : new StreamRecord.Origin("unknown", "", peer, parent);
  }
}
