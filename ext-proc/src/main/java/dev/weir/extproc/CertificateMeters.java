package dev.weir.extproc;

import dev.weir.extproc.tls.TlsObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// A host's certificate, as meters.
final class CertificateMeters implements TlsObserver {
  private final AtomicLong expirySeconds = new AtomicLong();
  private final Counter loaded;
  private final Counter refused;

  CertificateMeters(MeterRegistry meters) {
    loaded = meters.counter("weir.extproc.tls.loads", "result", "loaded");
    refused = meters.counter("weir.extproc.tls.loads", "result", "refused");
    Gauge.builder("weir.extproc.tls.certificate.expiry", expirySeconds, AtomicLong::doubleValue)
        .description("when the certificate in use ends, since the epoch")
        .baseUnit("seconds")
        .register(meters);
  }

  @Override
  public void certificateLoaded(Instant expiry) {
    expirySeconds.set(expiry.getEpochSecond());
    loaded.increment();
  }

  @Override
  public void certificateRefused() {
    refused.increment();
  }
}
