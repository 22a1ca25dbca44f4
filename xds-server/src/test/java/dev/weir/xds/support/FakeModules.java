package dev.weir.xds.support;

import dev.weir.model.Digest;
import dev.weir.xds.module.ModuleFacts;
import dev.weir.xds.module.ModuleFactsSource;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Modules that exist if nobody says otherwise. Their bytes are their URL, and so are their
/// exports: `body` in its name sees bodies, `tcp` connections, `request` no responses, `properties`
/// reads properties.
public final class FakeModules implements ModuleFactsSource {
  private final Map<String, String> missing = new ConcurrentHashMap<>();

  public void lose(String url, String reason) {
    missing.put(url, reason);
  }

  public void restore(String url) {
    missing.remove(url);
  }

  @Override
  public Answer find(String url, Optional<Digest> expected) {
    String reason = missing.get(url);
    return reason == null
        ? new Answer.Found(
            new ModuleFacts(
                Digest.of(url.getBytes(StandardCharsets.UTF_8)),
                callbacks(url),
                url.contains("properties"),
                Optional.of(java.nio.file.Path.of(url.substring("file://".length())))))
        : new Answer.Refused(reason);
  }

  private static Set<ModuleFacts.Callback> callbacks(String url) {
    Set<ModuleFacts.Callback> callbacks = EnumSet.of(ModuleFacts.Callback.REQUEST_HEADERS);
    if (!url.contains("request")) {
      callbacks.add(ModuleFacts.Callback.RESPONSE_HEADERS);
    }
    if (url.contains("body")) {
      callbacks.add(ModuleFacts.Callback.REQUEST_BODY);
      callbacks.add(ModuleFacts.Callback.RESPONSE_BODY);
    }
    if (url.contains("tcp")) {
      callbacks.add(ModuleFacts.Callback.DOWNSTREAM_DATA);
      callbacks.add(ModuleFacts.Callback.UPSTREAM_DATA);
    }
    return callbacks;
  }
}
