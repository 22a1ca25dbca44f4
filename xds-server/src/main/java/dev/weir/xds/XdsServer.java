package dev.weir.xds;

import dev.weir.model.document.Document;
import dev.weir.xds.fleet.Fleet;
import dev.weir.xds.fleet.FleetMeters;
import dev.weir.xds.fleet.Patience;
import dev.weir.xds.host.ExtProcCluster;
import dev.weir.xds.module.ModuleFactsSource;
import dev.weir.xds.service.DiscoveryServer;
import dev.weir.xds.service.Owner;
import dev.weir.xds.service.Shared;
import dev.weir.xds.status.Status;
import dev.weir.xds.store.Intake;
import dev.weir.xds.store.Publication;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/// The control plane: takes documents, serves proxies and hosts, tells what became of it.
///
/// Every method may be called from any thread.
public final class XdsServer implements AutoCloseable {
  /// At most so often is the status drawn anew.
  private static final Duration PICTURE_INTERVAL = Duration.ofMillis(20);

  private final Owner owner;
  private final Fleet fleet;
  private final Intake intake;
  private final DiscoveryServer server;
  private final Object publishing = new Object();
  private final FailureLog failures = new FailureLog();
  private volatile Status status = Status.EMPTY;

  private XdsServer(Owner owner, Fleet fleet, Intake intake, DiscoveryServer server) {
    this.owner = owner;
    this.fleet = fleet;
    this.intake = intake;
    this.server = server;
  }

  /// Binds and serves. Streams are refused until the first [#publish].
  ///
  /// @throws IOException if the address cannot be bound
  public static XdsServer start(Options options, ModuleFactsSource modules, MeterRegistry meters)
      throws IOException {
    Owner owner = new Owner(InstantSource.system());
    FleetMeters fleetMeters = new FleetMeters(meters);
    Fleet fleet =
        new Fleet(owner, Patience.DEFAULT, fleetMeters, new ExtProcCluster(options.hostTls()));
    try {
      DiscoveryServer server =
          DiscoveryServer.start(
              options.address(),
              new Shared(fleet, fleetMeters, options.bounds(), options.extensions()),
              owner);
      XdsServer started = new XdsServer(owner, fleet, new Intake(modules), server);
      owner.execute(started::draw);
      return started;
    } catch (IOException e) {
      owner.close();
      throw e;
    }
  }

  /// Makes `documents`, the whole set, the wanted state. Equal content changes nothing.
  ///
  /// Looks at modules on the caller's thread; the rest happens on the owner's after the return.
  public void publish(Collection<? extends Document> documents) {
    synchronized (publishing) {
      Publication publication = intake.read(List.copyOf(documents));
      owner.execute(() -> fleet.publish(publication));
    }
  }

  /// The port that is served.
  public int port() {
    return server.port();
  }

  /// The newest snapshot; cheap, and a few milliseconds old at most times.
  public Status status() {
    return status;
  }

  /// Draws the status if anything has happened. A large fleet takes longer to draw and is drawn
  /// less often, so that drawing never takes more than a twentieth of the owner's time.
  private void draw() {
    long start = System.nanoTime();
    if (fleet.hasNews()) {
      status = fleet.status();
      failures.log(status);
    }
    Duration taken = Duration.ofNanos(System.nanoTime() - start).multipliedBy(20);
    owner.after(taken.compareTo(PICTURE_INTERVAL) > 0 ? taken : PICTURE_INTERVAL, this::draw);
  }

  /// Ends every stream and stops serving; proxies keep what they have.
  @Override
  public void close() {
    server.close();
    owner.close();
  }
}
