package dev.weir.xds.service;

import dev.weir.xds.fleet.Fleet;
import dev.weir.xds.fleet.FleetMeters;

/// What all streams of a server share.
public record Shared(Fleet fleet, FleetMeters meters, Bounds bounds, Extensions extensions) {}
