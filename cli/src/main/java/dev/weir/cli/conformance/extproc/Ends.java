package dev.weir.cli.conformance.extproc;

import dev.weir.cli.conformance.probe.ProbeClient;
import dev.weir.cli.conformance.probe.ProbeLog;
import dev.weir.cli.conformance.probe.ProbeUpstream;
import dev.weir.cli.conformance.probe.ResetClient;
import java.time.Duration;

/// Everything around the proxy and its host.
///
/// @param resets a client that goes away in the middle of its requests
/// @param callouts the service that the probe may call
record Ends(ProbeClient client, ResetClient resets, ProbeUpstream upstream, ProbeUpstream callouts)
    implements AutoCloseable {
  /// An answer that takes longer hangs. The modes' own limits are shorter.
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);

  static Ends open(ProbeLog log) {
    return new Ends(
        new ProbeClient(ANSWER_PATIENCE, log),
        new ResetClient(),
        new ProbeUpstream(log),
        new ProbeUpstream(log));
  }

  @Override
  public void close() {
    client.close();
    resets.close();
    upstream.close();
    callouts.close();
  }
}
