package dev.weir.xds.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One client's delta stream, of one type or of several (ADS).
///
/// Per type at most one response is unanswered; what changes meanwhile is sent as one difference
/// when the answer is there, and so is what changes while the client does not read. Types go out in
/// the order of the rules, each after the answers of those before it, and removals when everything
/// else is answered: what is referred to is there before and gone after what refers to it.
///
/// Not thread-safe: belongs to the owner's thread, which calls it for requests, for changes of the
/// views and when the transport is ready again.
public final class DeltaStream {
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final Outbox outbox;
  private final Witness witness;
  private long lastNonce;

  /// What a stream serves for one type.
  public sealed interface Content {
    TypeRule rule();

    /// Ordinary resources.
    record Resources(TypeRule rule, Supplier<View> view) implements Content {}

    /// Slots.
    record Slots(TypeRule rule, SlotSource source) implements Content {}
  }

  public DeltaStream(List<Content> contents, Outbox outbox, Witness witness) {
    this.outbox = outbox;
    this.witness = witness;
    contents.forEach(content -> channels.put(content.rule().typeUrl(), new Channel(content)));
  }

  /// Whether this stream serves the type; a request for any other is the caller's to ignore.
  public boolean serves(String typeUrl) {
    return channels.containsKey(typeUrl);
  }

  /// Takes a request of a served type and answers what it can.
  public void request(DeltaRequest request) {
    Channel channel = channels.get(request.typeUrl());
    if (channel == null) {
      return;
    }
    channel.subscribe(request);
    if (request.answers()) {
      channel.answered(request);
    }
    pump();
  }

  /// Sends what is due, as far as the transport takes it.
  public void pump() {
    while (outbox.ready() && (sendUpdate() || sendRemoval())) {
      // one response each time
    }
  }

  private boolean sendUpdate() {
    for (Channel channel : channels.values()) {
      if (channel.isOpen()) {
        return false;
      }
      if (channel.sendUpdate()) {
        return true;
      }
    }
    return false;
  }

  private boolean sendRemoval() {
    if (channels.values().stream().anyMatch(Channel::isOpen)) {
      return false;
    }
    return List.copyOf(channels.values()).reversed().stream().anyMatch(Channel::sendRemoval);
  }

  /// Whether the client has answered everything of this type that it is to have.
  public boolean isCurrent(String typeUrl) {
    Channel channel = channels.get(typeUrl);
    return channel == null || channel.isCurrent();
  }

  /// The most names that the client listed for any type.
  public int largestSubscription() {
    return channels.values().stream().mapToInt(Channel::size).max().orElse(0);
  }

  /// One type of this stream: its subscription and the response that waits for an answer.
  private final class Channel {
    private final String typeUrl;
    private final Subscription subscription;
    private @Nullable DeltaResponse open;
    private boolean begun;

    Channel(Content content) {
      typeUrl = content.rule().typeUrl();
      subscription =
          switch (content) {
            case Content.Resources(var rule, var view) -> new ResourceSubscription(rule, view);
            case Content.Slots(_, var source) -> new SlotSubscription(source);
          };
    }

    void subscribe(DeltaRequest request) {
      subscription.subscribe(request, !begun);
      begun = true;
    }

    void answered(DeltaRequest request) {
      DeltaResponse response = open;
      if (response == null || !response.nonce().equals(request.nonce())) {
        witness.stale(request);
        return;
      }
      open = null;
      Subscription.Payload payload =
          new Subscription.Payload(response.resources(), response.removed());
      Optional<Rejection> rejection = request.rejection();
      if (rejection.isPresent()) {
        subscription.rejected(payload);
        witness.rejected(response, rejection.get());
      } else {
        subscription.accepted(payload);
        witness.accepted(response);
      }
    }

    boolean isOpen() {
      return open != null;
    }

    boolean isCurrent() {
      return !begun || (!isOpen() && subscription.isCurrent());
    }

    boolean sendUpdate() {
      return begun && send(subscription.updates());
    }

    boolean sendRemoval() {
      return begun && send(subscription.removals());
    }

    /// Remembers before it sends: an answer may be there before the call returns.
    private boolean send(Optional<Subscription.Payload> due) {
      if (due.isEmpty()) {
        return false;
      }
      Subscription.Payload payload = due.get();
      lastNonce++;
      DeltaResponse response =
          new DeltaResponse(
              typeUrl, Long.toString(lastNonce), payload.resources(), payload.removed());
      open = response;
      subscription.sent(payload);
      outbox.send(response);
      return true;
    }

    int size() {
      return subscription.size();
    }
  }
}
