package dev.weir.cli.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What the admin interface answers.
public final class Api {
  /// Writes and reads these records.
  public static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          // An older `weir get` can read a newer server.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .build();

  private static final int SHORT_REVISION_DIGITS = 12;

  private Api() {}

  /// A revision as people see it.
  public static String shortened(String revision) {
    return revision.substring(0, Math.min(revision.length(), SHORT_REVISION_DIGITS));
  }

  /// Something that went wrong and still holds.
  ///
  /// @param at since when
  /// @param source the file, the proxy's or the host's node id
  public record Problem(String text, Instant at, String source) {}

  /// `done` of `of`.
  public record Count(int done, int of) {
    @Override
    public String toString() {
      return done + "/" + of;
    }
  }

  /// How far a plugin has come.
  public enum PluginStatus {
    /// The newest revision runs wherever it should.
    READY,
    /// The newest revision is on its way.
    UPDATING,
    /// The newest revision was refused; the one before runs.
    REJECTED,
    /// No revision was ever good.
    FAILED
  }

  /// `/api/v1/plugins`.
  ///
  /// @param problems documents that belong to no plugin: unreadable ones, and EnvoyResources
  public record Plugins(List<Plugin> plugins, List<Problem> problems) {}

  /// One WasmPlugin document.
  ///
  /// @param phase of its requests; `NETWORK` for a plugin that sees TCP connections
  /// @param revision what runs; absent if nothing ever did
  /// @param wanted the newest valid one
  /// @param proxies that confirmed the revision, of those it is for
  /// @param hosts that loaded it, of those that should
  public record Plugin(
      String name,
      String phase,
      String placement,
      Optional<String> revision,
      Optional<String> wanted,
      Count proxies,
      Count hosts,
      PluginStatus status,
      long failures,
      Optional<Problem> lastError) {}

  /// `/api/v1/proxies`.
  public record Proxies(List<Proxy> proxies) {}

  /// One proxy.
  public record Proxy(
      String node,
      String version,
      boolean connected,
      List<Slot> slots,
      Optional<Problem> lastError) {}

  /// One slot of a proxy.
  ///
  /// @param state `sent`, `acked` or `rejected`
  public record Slot(String slot, String revision, String state) {}

  /// `/api/v1/chains`.
  public record Chains(List<ChainNeeds> chains) {}

  /// What a proxy must be set up to send for a chain.
  ///
  /// @param chain `<slot>@<revision>`; of several revisions of a slot the newest is the last
  /// @param filter Envoy's `ExternalProcessor`, with Envoy's own field names
  public record ChainNeeds(String chain, JsonNode filter) {}

  /// `/api/v1/hosts`.
  public record Hosts(List<Host> hosts) {}

  /// One ext-proc host.
  ///
  /// @param serving whether proxies are given its address
  public record Host(
      String node, String address, boolean connected, boolean serving, List<Chain> chains) {}

  /// One chain on a host.
  ///
  /// @param chain `<slot>@<revision>`
  /// @param state `offered`, `loaded`, `rejected` or `draining`
  public record Chain(String chain, String state, long openStreams, Optional<Problem> lastError) {}
}
