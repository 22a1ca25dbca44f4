package dev.weir.proxywasm.testing;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.PropertyValue;
import dev.weir.proxywasm.tcp.TcpConnection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A TCP connection held in memory that writes down what a plugin asks for.
public final class FakeConnection implements TcpConnection {
  public final List<StreamType> resumed = new ArrayList<>();
  public final List<PluginException> failures = new ArrayList<>();
  public int closes;

  private final Map<StreamType, BodyBuffer> data = new EnumMap<>(StreamType.class);
  private final Map<List<String>, PropertyValue> properties = new HashMap<>();

  public FakeConnection with(StreamType from, String bytes) {
    data.put(from, BodyBuffer.wrap(Bytes.utf8(bytes).toByteArray()));
    return this;
  }

  public FakeConnection with(List<String> path, PropertyValue value) {
    properties.put(path, value);
    return this;
  }

  public String text(StreamType from) {
    return Bytes.wrap(data(from).orElseThrow().toByteArray()).utf8();
  }

  @Override
  public Optional<BodyBuffer> data(StreamType from) {
    return Optional.ofNullable(data.get(from));
  }

  @Override
  public void resume(StreamType from) {
    resumed.add(from);
  }

  @Override
  public void close() {
    closes++;
  }

  @Override
  public Optional<PropertyValue> property(List<String> path) {
    return Optional.ofNullable(properties.get(path));
  }

  @Override
  public void setProperty(List<String> path, Bytes value) {
    properties.put(path, new PropertyValue.Text(value));
  }

  @Override
  public void fail(PluginException failure) {
    failures.add(failure);
  }
}
