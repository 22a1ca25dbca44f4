package dev.weir.extproc.server;

import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.network.ConnectionSetup;
import dev.weir.extproc.wire.NetworkMessage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Optional;

/// Starts a [NetworkCall] for each TCP connection, with the chain that its metadata names.
final class NetworkCalls implements ServerCallHandler<NetworkMessage, byte[]> {
  private final Lanes lanes;
  private final Chains chains;
  private final Admission admission;
  private final Observers observers;

  private NetworkCalls(Lanes lanes, Chains chains, Admission admission, Observers observers) {
    this.lanes = lanes;
    this.chains = chains;
    this.admission = admission;
    this.observers = observers;
  }

  static ServerServiceDefinition service(
      Lanes lanes, Chains chains, Admission admission, Observers observers) {
    return ServerServiceDefinition.builder(NetworkMethod.serviceDescriptor())
        .addMethod(NetworkMethod.DESCRIPTOR, new NetworkCalls(lanes, chains, admission, observers))
        .build();
  }

  @Override
  public ServerCall.Listener<NetworkMessage> startCall(
      ServerCall<NetworkMessage, byte[]> call, Metadata metadata) {
    Admission.Peer peer = Admission.peer(call.getAttributes());
    if (!admission.admit(peer, call, metadata, observers.refusals())) {
      return new ServerCall.Listener<>() {};
    }
    String name = Optional.ofNullable(metadata.get(ProcessCalls.CHAIN)).orElse("");
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
    call.request(1);
    return new NetworkCall(call, chain, setup, () -> admission.leave(peer));
  }
}
