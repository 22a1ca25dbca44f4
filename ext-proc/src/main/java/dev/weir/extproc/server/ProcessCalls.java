package dev.weir.extproc.server;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.stream.StreamSetup;
import dev.weir.extproc.wire.ProxyMessage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Optional;

/// Starts a [ProcessCall] for each stream, with the chain that its metadata names.
final class ProcessCalls implements ServerCallHandler<ProxyMessage, Answer> {
  /// Which chain a stream is for, `<name>@<revision>`; of network ext_proc too.
  static final Metadata.Key<String> CHAIN =
      Metadata.Key.of("weir-chain", Metadata.ASCII_STRING_MARSHALLER);

  /// Of the span that the proxy began for this stream, if it traces.
  private static final Metadata.Key<String> TRACE_PARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  private final Lanes lanes;
  private final Chains chains;
  private final Admission admission;
  private final Observers observers;
  private final TermsMetadata terms = new TermsMetadata();

  private ProcessCalls(Lanes lanes, Chains chains, Admission admission, Observers observers) {
    this.lanes = lanes;
    this.chains = chains;
    this.admission = admission;
    this.observers = observers;
  }

  static ServerServiceDefinition service(
      Lanes lanes, Chains chains, Admission admission, Observers observers) {
    return ServerServiceDefinition.builder(ProcessMethod.serviceDescriptor())
        .addMethod(ProcessMethod.DESCRIPTOR, new ProcessCalls(lanes, chains, admission, observers))
        .build();
  }

  @Override
  public ServerCall.Listener<ProxyMessage> startCall(
      ServerCall<ProxyMessage, Answer> call, Metadata metadata) {
    Admission.Peer peer = Admission.peer(call.getAttributes());
    if (!admission.admit(peer, call, metadata, observers.refusals())) {
      return new ServerCall.Listener<>() {};
    }
    EventLoopLane lane = lanes.current();
    String name = Optional.ofNullable(metadata.get(CHAIN)).orElse("");
    Optional<LaneChain> chain =
        chains.find(name, lane).filter(found -> found.isFor(LaneChain.Traffic.HTTP));
    StreamRecord record =
        new StreamRecord(
            origin(chain.isPresent() ? name : "", peer, metadata),
            observers.streams(),
            observers.each());
    StreamSetup setup =
        new StreamSetup(
            chain.isPresent() ? name : "",
            chain.map(LaneChain::stages).orElse(List.of()),
            lane,
            terms.read(metadata),
            record);
    call.request(1);
    return new ProcessCall(
        call, new ProcessCall.Named(name, chain), setup, record, () -> admission.leave(peer));
  }

  /// The name of a chain that is not here comes from outside, so it goes no further.
  private static StreamRecord.Origin origin(String chain, Admission.Peer peer, Metadata metadata) {
    int at = chain.lastIndexOf('@');
    String parent = Optional.ofNullable(metadata.get(TRACE_PARENT)).orElse("");
    return chain.isEmpty()
        ? new StreamRecord.Origin("unknown", "", peer.name(), parent)
        : new StreamRecord.Origin(
            at < 0 ? chain : chain.substring(0, at), chain.substring(at + 1), peer.name(), parent);
  }
}
