package dev.weir.extproc.server;

import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.grpc.CallHandler;
import dev.weir.extproc.grpc.CallHeaders;
import dev.weir.extproc.grpc.GrpcCall;
import dev.weir.extproc.grpc.GrpcMethod;
import dev.weir.extproc.network.ConnectionSetup;
import java.util.List;
import java.util.Optional;

/// Starts a [NetworkCall] for each TCP connection, with the chain that its headers name.
final class NetworkCalls implements GrpcMethod {
  private final Lanes lanes;
  private final Chains chains;
  private final Admission admission;
  private final Observers observers;
  private final StreamTargets targets = new StreamTargets();

  NetworkCalls(Lanes lanes, Chains chains, Admission admission, Observers observers) {
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
    String name = targets.read(headers).chain();
    Optional<LaneChain> chain =
        chains.find(name, lanes.current()).filter(found -> found.isFor(LaneChain.Traffic.TCP));
    if (chain.isEmpty()) {
      observers.streams().chainUnknown(name);
    }
    ConnectionSetup setup =
        new ConnectionSetup(
            chain.map(LaneChain::stages).orElse(List.of()),
            observers.streams(),
            observers.connections());
    call.request();
    String peer = call.peer();
    return new NetworkCall(call, chain, setup, () -> admission.leave(peer));
  }
}
