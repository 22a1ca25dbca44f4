package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.mapping.Drops;
import dev.weir.proxywasm.PluginException;
import java.util.ArrayList;
import java.util.List;

/// A stream observer that writes everything down.
public final class EventLog implements StreamObserver {
  public final List<String> events = new ArrayList<>();
  public int open;
  public long held;

  @Override
  public synchronized void streamOpened() {
    open++;
  }

  @Override
  public synchronized void streamEnded() {
    open--;
  }

  @Override
  public synchronized void chainUnknown(String name) {
    events.add("unknown chain " + name);
  }

  @Override
  public synchronized void answered(Answer.Kind kind) {}

  @Override
  public synchronized void pluginFailed(String plugin, PluginException failure) {
    events.add("failed " + plugin);
  }

  @Override
  public synchronized void held(long moreBytes) {
    held += moreBytes;
  }

  @Override
  public synchronized void protocolViolated() {
    events.add("protocol violated");
  }

  @Override
  public synchronized void dropped(String chain, Drops.Reason reason) {
    events.add("dropped " + reason);
  }
}
