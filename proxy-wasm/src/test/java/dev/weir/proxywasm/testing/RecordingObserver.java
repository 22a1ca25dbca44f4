package dev.weir.proxywasm.testing;

import dev.weir.proxywasm.Limit;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.service.PluginObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps what happened to plugins, one word and a detail each.
public final class RecordingObserver implements PluginObserver {
  public final List<String> events = new CopyOnWriteArrayList<>();

  @Override
  public void started(String plugin, Duration took) {
    events.add("started");
  }

  @Override
  public void retired(String plugin, PluginException cause) {
    events.add("retired " + cause.getClass().getSimpleName());
  }

  @Override
  public void restarting(String plugin, Duration delay) {
    events.add("restarting");
  }

  @Override
  public void quarantined(String plugin, PluginException cause, Duration rest) {
    events.add("quarantined");
  }

  @Override
  public void limitReached(String plugin, Limit limit) {
    events.add("reached " + limit);
  }

  @Override
  public void denied(String plugin, String function) {
    events.add("denied " + function);
  }

  @Override
  public void dropped(String plugin, String what) {
    events.add("dropped " + what);
  }

  @Override
  public void stalled(String plugin, String callback) {
    events.add("stalled " + callback);
  }
}
