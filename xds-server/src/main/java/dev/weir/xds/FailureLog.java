package dev.weir.xds;

import dev.weir.xds.status.Failure;
import dev.weir.xds.status.PluginState;
import dev.weir.xds.status.ResourcesState;
import dev.weir.xds.status.Status;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what is wrong with documents, each failure once: when it shows in the status first.
///
/// Belongs to the owner's thread.
final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

  private Set<String> logged = Set.of();

  void log(Status status) {
    Set<String> texts = failures(status).map(Failure::text).collect(Collectors.toSet());
    texts.stream().filter(text -> !logged.contains(text)).sorted().forEach(LOG::warn);
    logged = texts;
  }

  private static Stream<Failure> failures(Status status) {
    Stream<Failure> ofPlugins =
        status.plugins().stream().map(PluginState::trouble).flatMap(t -> t.last().stream());
    Stream<Failure> ofResources =
        status.resources().stream().map(ResourcesState::lastError).flatMap(Optional::stream);
    return Stream.of(status.problems().stream(), ofPlugins, ofResources).flatMap(all -> all);
  }
}
