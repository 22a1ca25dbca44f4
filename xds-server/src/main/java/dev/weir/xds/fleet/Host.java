package dev.weir.xds.fleet;

import dev.weir.proto.v1alpha1.HostStatus;
import dev.weir.xds.host.HostEndpoint;
import dev.weir.xds.status.Failure;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One ext-proc host: what it has loaded, what it refused, what it says of itself.
final class Host {
  private final String id;
  private final Set<String> loaded = new HashSet<>();
  private final Map<String, Failure> refused = new HashMap<>();
  private HostStatus report = HostStatus.getDefaultInstance();
  private int streams;
  private int reporters;
  private @Nullable Instant lost;
  private boolean serving;

  /// A host that is not connected (yet).
  Host(String id, Instant now) {
    this.id = id;
    this.lost = now;
  }

  String id() {
    return id;
  }

  boolean isConnected() {
    return streams > 0;
  }

  /// A new stream: what was refused on an earlier one is offered again.
  void connected() {
    streams++;
    lost = null;
    refused.clear();
  }

  void disconnected(Instant now) {
    streams--;
    if (streams == 0) {
      lost = now;
    }
  }

  /// When the last stream broke; empty while one is open.
  Optional<Instant> lost() {
    return Optional.ofNullable(lost);
  }

  void loaded(String chain) {
    loaded.add(chain);
    refused.remove(chain);
  }

  void refused(String chain, Failure failure) {
    loaded.remove(chain);
    refused.put(chain, failure);
  }

  void forget(String chain) {
    loaded.remove(chain);
    refused.remove(chain);
  }

  /// The host says what it has from an earlier stream; that alone it has.
  void announced(Set<String> chains) {
    loaded.retainAll(chains);
    loaded.addAll(chains);
  }

  boolean has(String chain) {
    return loaded.contains(chain);
  }

  Optional<Failure> refusal(String chain) {
    return Optional.ofNullable(refused.get(chain));
  }

  /// Whether it failed at something that other hosts serve: then it is not waited for.
  boolean isBroken(Chains chains) {
    return chains.all().stream()
        .anyMatch(
            chain -> chain.serves() && chain.wasLoaded() && refused.containsKey(chain.name()));
  }

  /// Whether it could take requests of every proxy, as far as any host could.
  boolean hasAllServing(Chains chains) {
    return chains.all().stream()
        .allMatch(chain ->
            !chain.serves()
                || has(chain.name())
                || (!chain.wasLoaded() && refused.containsKey(chain.name())));
  }

  /// A stream of reports began.
  void reporting() {
    reporters++;
  }

  /// A stream of reports ended.
  void silent() {
    reporters--;
  }

  /// Whether it may still report.
  boolean isReporting() {
    return reporters > 0;
  }

  void report(HostStatus newest) {
    report = newest;
  }

  HostStatus report() {
    return report;
  }

  /// Where and how it serves ext_proc; empty until it has told.
  Optional<HostEndpoint> endpoint() {
    return HostEndpoint.of(report);
  }

  /// Whether it said that it is about to end.
  boolean isDraining() {
    return report.getDraining();
  }

  /// Whether proxies have its address.
  boolean isServing() {
    return serving;
  }

  void serve(boolean now) {
    serving = now;
  }
}
