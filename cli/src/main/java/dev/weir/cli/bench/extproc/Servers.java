package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.process.ChildProcess;
import dev.weir.cli.bench.report.Setup;
import dev.weir.cli.envoy.EnvoyBinary;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The servers that the Envoys of all scenarios ask; of which only one is ever asked at a time.
public final class Servers implements AutoCloseable {
  private static final Pattern NOOP_PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)\n");

  private final Map<Setup, ChildProcess> noops;
  private final Map<Setup, InetSocketAddress> addresses;
  private final WeirServers weir;

  /// Where the parts come from.
  ///
  /// @param filters the folder of filters
  /// @param noops commands of the no-op servers
  public record Sources(
      String weirVersion, EnvoyBinary envoy, Path filters, Map<Setup, List<String>> noops) {
    public Sources {
      noops = Map.copyOf(noops);
    }

    /// To which ratios are taken: the one in Go where there is Go, as most such servers are.
    Setup peer() {
      return noops.containsKey(Setup.NOOP_GO) ? Setup.NOOP_GO : Setup.NOOP_JAVA;
    }
  }

  private Servers(
      Map<Setup, ChildProcess> noops, Map<Setup, InetSocketAddress> addresses, WeirServers weir) {
    this.noops = noops;
    this.addresses = addresses;
    this.weir = weir;
  }

  /// @param folder for documents and logs
  static Servers start(Sources sources, InetSocketAddress origin, Path folder) {
    var noops = new EnumMap<Setup, ChildProcess>(Setup.class);
    var addresses = new EnumMap<Setup, InetSocketAddress>(Setup.class);
    try {
      sources
          .noops()
          .forEach((setup, command) -> {
            ChildProcess noop = ChildProcess.start(setup.name(), command, folder);
            noops.put(setup, noop);
            addresses.put(setup, noop.awaitAddress(NOOP_PORT));
          });
      Path documents = WeirDocuments.write(folder.resolve("weir"), origin, sources.filters());
      return new Servers(noops, addresses, WeirServers.start(documents, folder));
    } catch (RuntimeException e) {
      noops.values().forEach(ChildProcess::close);
      throw e;
    }
  }

  WeirServers weir() {
    return weir;
  }

  /// The no-op servers, and where they listen.
  Map<Setup, InetSocketAddress> noops() {
    return addresses;
  }

  /// The process that answers in this setup, if one does.
  Optional<ChildProcess> find(Setup setup) {
    return switch (setup) {
      case ALONE, OWN_VM -> Optional.empty();
      case NOOP_GO, NOOP_JAVA -> Optional.ofNullable(noops.get(setup));
      case WEIR, WEIR_CHAIN -> Optional.of(weir.extProc());
    };
  }

  Set<Long> pids() {
    return processes().map(ChildProcess::pid).collect(Collectors.toSet());
  }

  private Stream<ChildProcess> processes() {
    return Stream.concat(noops.values().stream(), Stream.of(weir.extProc(), weir.xdsServer()));
  }

  @Override
  public void close() {
    processes().forEach(ChildProcess::close);
  }
}
