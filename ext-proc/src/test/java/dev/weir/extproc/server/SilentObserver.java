package dev.weir.extproc.server;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.stream.StreamObserver;
import dev.weir.extproc.tls.TlsObserver;
import dev.weir.proxywasm.PluginException;

/// Hears everything and says nothing.
public final class SilentObserver implements StreamObserver {
  static Observers everywhere() {
    return new Observers(new SilentObserver(), TlsObserver.NONE);
  }

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
  public void held(long moreBytes) {}

  @Override
  public void protocolViolated() {}

  @Override
  public void dropped(String chain, Drops.Reason reason) {}
}
