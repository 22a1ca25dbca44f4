package dev.weir.cli.telemetry;

import com.google.protobuf.ByteString;
import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.record.StreamSink;
import dev.weir.extproc.stream.StreamObserver;
import dev.weir.extproc.wire.ProxyMessageReader;
import dev.weir.proxywasm.PluginException;
import io.envoyproxy.envoy.config.core.v3.HeaderMap;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.ext_proc.v3.HttpHeaders;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;

/// A stream of the chain `weir.authn` that has ended after its first message.
final class Ended {
  private Ended() {}

  /// @param namesAndValues the request's headers
  static StreamRecord stream(StreamSink sink, String traceParent, String... namesAndValues) {
    StreamRecord record =
        new StreamRecord(
            new StreamRecord.Origin("weir.authn", "0123456789abcdef", "10.0.0.1", traceParent),
            new Deaf(),
            sink);
    HeaderMap.Builder map = HeaderMap.newBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.addHeaders(
          HeaderValue.newBuilder()
              .setKey(namesAndValues[i])
              .setRawValue(ByteString.copyFromUtf8(namesAndValues[i + 1])));
    }
    record.received(
        ProxyMessageReader.read(
            ProcessingRequest.newBuilder()
                .setRequestHeaders(HttpHeaders.newBuilder().setHeaders(map))
                .build()
                .toByteArray()));
    record.streamEnded();
    return record;
  }

  private static final class Deaf implements StreamObserver {
    @Override
    public void streamOpened() {}

    @Override
    public void streamEnded() {}

    @Override
    public void chainUnknown(String name) {}

    @Override
    public void answered(Answer.Kind kind) {}

    @Override
    public void pluginFailed(String plugin, PluginException failure) {}

    @Override
    public void dropped(String chain, Drops.Reason reason) {}

    @Override
    public void held(long moreBytes) {}

    @Override
    public void protocolViolated() {}
  }
}
