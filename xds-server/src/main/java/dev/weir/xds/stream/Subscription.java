package dev.weir.xds.stream;

import java.util.List;
import java.util.Optional;

/// What a client wants of one type, and what it has of it.
interface Subscription {
  /// Takes over the subscriptions of `request`, whatever its nonce is.
  ///
  /// @param first whether it is the stream's first request of this type
  void subscribe(DeltaRequest request, boolean first);

  /// What has to go out next to bring the client up to date, removals aside.
  Optional<Payload> updates();

  /// Whether nothing has to go out, and the client keeps nothing that will be replaced.
  default boolean isCurrent() {
    return updates().isEmpty();
  }

  /// What the client has and should not have any more.
  Optional<Payload> removals();

  /// `payload` is on its way.
  void sent(Payload payload);

  /// The client took `payload`, the last one sent.
  void accepted(Payload payload);

  /// The client refused `payload`, the last one sent.
  void rejected(Payload payload);

  /// How many names the client listed; bounded by whoever owns the stream.
  int size();

  /// The content of a response.
  record Payload(List<Resource> resources, List<String> removed) {
    public Payload {
      resources = List.copyOf(resources);
      removed = List.copyOf(removed);
    }

    boolean isEmpty() {
      return resources.isEmpty() && removed.isEmpty();
    }
  }
}
