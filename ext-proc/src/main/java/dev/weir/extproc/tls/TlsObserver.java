package dev.weir.extproc.tls;

import java.time.Instant;

/// Hears of a server's certificates. Called by one thread at a time.
public interface TlsObserver {
  /// Nobody hears of it.
  TlsObserver NONE =
      new TlsObserver() {
        @Override
        public void certificateLoaded(Instant expiry) {}

        @Override
        public void certificateRefused() {}
      };

  /// New handshakes use a certificate that ends then.
  void certificateLoaded(Instant expiry);

  /// The files have changed to something that no server can be run with; what was before stays.
  void certificateRefused();
}
