package dev.weir.xds.fleet;

import dev.weir.xds.stream.DeltaResponse;
import dev.weir.xds.stream.Outbox;

/// Counts what goes out.
record Counted(Outbox outbox, FleetMeters meters) implements Outbox {
  static Outbox of(Outbox outbox, FleetMeters meters) {
    return new Counted(outbox, meters);
  }

  @Override
  public boolean ready() {
    return outbox.ready();
  }

  @Override
  public void send(DeltaResponse response) {
    meters.sent(response.typeUrl());
    outbox.send(response);
  }
}
