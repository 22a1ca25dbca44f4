package dev.weir.cli.service;

import dev.weir.cli.admin.Views;
import dev.weir.cli.api.Api;
import dev.weir.xds.status.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log which revision of a plugin serves everywhere, and when what was wrong is put
/// right. What is wrong is logged by the xds-server itself.
///
/// One thread looks at the newest status and compares it with the one before.
final class StatusLog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("status");
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final Supplier<Status> status;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread owner = Thread.ofPlatform().name("status").daemon().unstarted(this::follow);

  private final Map<String, String> serving = new HashMap<>();
  private final Set<String> wrong = new HashSet<>();

  private StatusLog(Supplier<Status> status) {
    this.status = status;
  }

  static StatusLog start(Supplier<Status> status) {
    StatusLog statusLog = new StatusLog(status);
    statusLog.owner.start();
    return statusLog;
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void follow() {
    try {
      while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        compare(Views.plugins(status.get()));
      }
    } catch (InterruptedException e) {
      log.debug("interrupted", e);
    }
  }

  void compare(Api.Plugins now) {
    Set<String> names = new HashSet<>();
    for (Api.Plugin plugin : now.plugins()) {
      names.add(plugin.name());
      revision(plugin);
      error(plugin);
    }
    serving.keySet().stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> log.info("{}: removed", name));
    serving.keySet().retainAll(names);
    wrong.retainAll(names);
  }

  private void revision(Api.Plugin plugin) {
    if (plugin.status() != Api.PluginStatus.READY) {
      return;
    }
    String revision = plugin.revision().orElse("");
    if (!revision.equals(serving.put(plugin.name(), revision))) {
      log.info(
          "{}: revision {} serves (proxies {}, hosts {})",
          plugin.name(),
          Api.shortened(revision),
          plugin.proxies(),
          plugin.hosts());
    }
  }

  private void error(Api.Plugin plugin) {
    if (plugin.lastError().isPresent()) {
      wrong.add(plugin.name());
    } else if (wrong.remove(plugin.name())) {
      log.info("{}: in order again", plugin.name());
    }
  }
}
