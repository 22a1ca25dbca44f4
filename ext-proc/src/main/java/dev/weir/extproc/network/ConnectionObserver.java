package dev.weir.extproc.network;

import dev.weir.proxywasm.abi.StreamType;

/// Hears what happens on TCP connections, for metrics. Called on lanes; must not block.
public interface ConnectionObserver {
  void connectionOpened();

  void connectionEnded();

  /// Bytes have passed all plugins.
  ///
  /// @param from `DOWNSTREAM` or `UPSTREAM`
  void passed(StreamType from, int bytes);

  /// The host had the proxy close the connection.
  void closed(Reason reason);

  /// Why the host closes a connection.
  enum Reason {
    /// A plugin asked for it.
    PLUGIN,
    /// A plugin failed, and its strategy is FAIL_CLOSE.
    PLUGIN_FAILED,
    /// A plugin held back more than it may, and its strategy is FAIL_CLOSE.
    HELD_TOO_MUCH,
    /// Both sides had ended, and a plugin held back what nothing would have made it let go of.
    STALLED,
    /// The chain that the proxy named is not here.
    CHAIN_UNKNOWN
  }

  static ConnectionObserver none() {
    return new ConnectionObserver() {
      @Override
      public void connectionOpened() {}

      @Override
      public void connectionEnded() {}

      @Override
      public void passed(StreamType from, int bytes) {}

      @Override
      public void closed(Reason reason) {}
    };
  }
}
