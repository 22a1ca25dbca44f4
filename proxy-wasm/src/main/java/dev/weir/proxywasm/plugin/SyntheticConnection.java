package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.PropertyValue;
import dev.weir.proxywasm.tcp.TcpConnection;
import java.util.List;
import java.util.Optional;

/// An invented connection that carries one line; whatever the plugin asks for leads nowhere.
final class SyntheticConnection implements TcpConnection {
  private final BodyBuffer line =
      BodyBuffer.wrap(Bytes.utf8("HELLO warm.example\r\n").toByteArray());

  @Override
  public Optional<BodyBuffer> data(StreamType from) {
    return Optional.of(line);
  }

  @Override
  public void resume(StreamType from) {}

  @Override
  public void close() {}

  @Override
  public Optional<PropertyValue> property(List<String> path) {
    return Optional.empty();
  }

  @Override
  public void setProperty(List<String> path, Bytes value) {}

  @Override
  public void fail(PluginException failure) {}
}
