package dev.weir.extproc.upstream;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.service.Upstreams.GrpcListener;
import dev.weir.proxywasm.service.Upstreams.GrpcStream;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/// One gRPC call. The plugin's side is used by one lane; the upstream's events come one at a time
/// from another thread.
final class GrpcExchange extends ClientCall.Listener<byte[]> implements GrpcStream {
  /// Most bytes that may wait for the upstream to take them.
  private static final long MAX_UNSENT_BYTES = 16L << 20;

  private final ClientCall<byte[], byte[]> call;
  private final GrpcListener listener;
  private final OpenCalls open;
  private boolean ended;
  private long unsent;

  /// Belongs to the upstream's side.
  private boolean begun;

  private volatile boolean cancelled;

  GrpcExchange(ClientCall<byte[], byte[]> call, GrpcListener listener, OpenCalls open) {
    this.call = call;
    this.listener = listener;
    this.open = open;
  }

  void start(Metadata metadata) {
    call.start(this, metadata);
    call.request(1);
  }

  @Override
  public void send(Bytes message, boolean endOfStream) {
    if (ended || cancelled) {
      return;
    }
    unsent = call.isReady() ? message.length() : unsent + message.length();
    if (unsent > MAX_UNSENT_BYTES) {
      ended = true;
      String reason = "more than %d bytes wait to be sent".formatted(MAX_UNSENT_BYTES);
      call.cancel(reason, Status.RESOURCE_EXHAUSTED.withDescription(reason).asException());
      return;
    }
    call.sendMessage(message.toByteArray());
    if (endOfStream) {
      close();
    }
  }

  @Override
  public void close() {
    if (!ended && !cancelled) {
      ended = true;
      call.halfClose();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    call.cancel("the plugin gave the call up", null);
  }

  @Override
  public void onHeaders(Metadata headers) {
    begun = true;
    if (!cancelled) {
      listener.onInitialMetadata(MetadataEntries.toHeaders(headers));
    }
  }

  @Override
  public void onMessage(byte[] message) {
    if (!cancelled) {
      listener.onMessage(Bytes.wrap(message));
      call.request(1);
    }
  }

  @Override
  public void onClose(Status status, @Nullable Metadata trailers) {
    open.close();
    if (cancelled) {
      return;
    }
    if (!begun) {
      listener.onInitialMetadata(new HeaderMap()); // Envoy tells of it in every answer
    }
    listener.onTrailingMetadata(
        trailers == null ? new HeaderMap() : MetadataEntries.toHeaders(trailers));
    String description = status.getDescription();
    listener.onClose(status.getCode().value(), description == null ? "" : description);
  }
}
