package dev.weir.extproc.server;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.chain.LaneChain;
import dev.weir.extproc.stream.StreamObserver;
import dev.weir.extproc.stream.StreamSetup;
import dev.weir.extproc.stream.Timeouts;
import dev.weir.extproc.wire.ProxyMessage;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Starts a [ProcessCall] for each stream, with the chain that its metadata names.
final class ProcessCalls implements ServerCallHandler<ProxyMessage, Answer> {
  private static final Metadata.Key<String> CHAIN =
      Metadata.Key.of("weir-chain", Metadata.ASCII_STRING_MARSHALLER);

  /// The filter's `message_timeout` and `max_message_timeout` in milliseconds. The protocol does
  /// not tell them, so whoever sets the filter up tells them here.
  private static final Metadata.Key<String> TIMEOUT =
      Metadata.Key.of("weir-message-timeout", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<String> LONGEST =
      Metadata.Key.of("weir-max-message-timeout", Metadata.ASCII_STRING_MARSHALLER);

  private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,9}");

  private final Lanes lanes;
  private final Chains chains;
  private final StreamObserver observer;

  private ProcessCalls(Lanes lanes, Chains chains, StreamObserver observer) {
    this.lanes = lanes;
    this.chains = chains;
    this.observer = observer;
  }

  static ServerServiceDefinition service(Lanes lanes, Chains chains, StreamObserver observer) {
    return ServerServiceDefinition.builder(ProcessMethod.serviceDescriptor())
        .addMethod(ProcessMethod.DESCRIPTOR, new ProcessCalls(lanes, chains, observer))
        .build();
  }

  private static Timeouts timeouts(Metadata metadata) {
    return new Timeouts(milliseconds(metadata.get(TIMEOUT)), milliseconds(metadata.get(LONGEST)));
  }

  private static Duration milliseconds(@Nullable String text) {
    return text != null && MILLISECONDS.matcher(text).matches()
        ? Duration.ofMillis(Long.parseLong(text))
        : Duration.ZERO;
  }

  @Override
  public ServerCall.Listener<ProxyMessage> startCall(
      ServerCall<ProxyMessage, Answer> call, Metadata metadata) {
    EventLoopLane lane = lanes.current();
    String name = Optional.ofNullable(metadata.get(CHAIN)).orElse("");
    Optional<LaneChain> chain = chains.find(name, lane);
    StreamSetup setup =
        new StreamSetup(
            chain.map(LaneChain::stages).orElse(List.of()), lane, timeouts(metadata), observer);
    call.request(1);
    return new ProcessCall(call, name, chain, setup);
  }
}
