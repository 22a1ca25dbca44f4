package dev.weir.extproc.upstream;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.service.Upstreams.GrpcStream;

/// A call that ended before it began.
final class RefusedStream implements GrpcStream {
  static final RefusedStream INSTANCE = new RefusedStream();

  private RefusedStream() {}

  @Override
  public void send(Bytes message, boolean endOfStream) {}

  @Override
  public void close() {}

  @Override
  public void cancel() {}
}
