package dev.weir.extproc;

import dev.weir.extproc.network.ConnectionObserver;
import dev.weir.proxywasm.abi.StreamType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What happens on TCP connections, as meters. Names begin with `weir.extproc.connections`.
final class ConnectionMeters implements ConnectionObserver {
  private final Counter opened;
  private final LongAdder open = new LongAdder();
  private final Counter fromDownstream;
  private final Counter fromUpstream;
  private final Map<Reason, Counter> closed = new EnumMap<>(Reason.class);

  ConnectionMeters(MeterRegistry meters) {
    opened = meters.counter("weir.extproc.connections");
    meters.gauge("weir.extproc.connections.open", open, LongAdder::sum);
    fromDownstream = meters.counter("weir.extproc.connections.bytes", "from", "downstream");
    fromUpstream = meters.counter("weir.extproc.connections.bytes", "from", "upstream");
    for (Reason reason : Reason.values()) {
      String label = reason.name().toLowerCase(Locale.ROOT);
      closed.put(reason, meters.counter("weir.extproc.connections.closed", "reason", label));
    }
  }

  @Override
  public void connectionOpened() {
    opened.increment();
    open.increment();
  }

  @Override
  public void connectionEnded() {
    open.decrement();
  }

  @Override
  public void passed(StreamType from, int bytes) {
    (from == StreamType.DOWNSTREAM ? fromDownstream : fromUpstream).increment(bytes);
  }

  @Override
  public void closed(Reason reason) {
    Objects.requireNonNull(closed.get(reason)).increment();
  }
}
