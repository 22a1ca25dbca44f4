package dev.weir.cli.conformance;

import dev.weir.cli.conformance.tcp.TcpAct;
import java.util.List;
import java.util.stream.Collectors;

/// One TCP connection through the only plugin. When both ends have done what they are to do, the
/// client ends its side, and the server closes.
///
/// @param steps see `filters/probe/probe.c`
record ConnectionScript(List<TcpAct> client, List<TcpAct> server, String steps)
    implements Scenario {
  ConnectionScript {
    client = List.copyOf(client);
    server = List.copyOf(server);
  }

  @Override
  public String shown() {
    return "%s%s%s".formatted(shown("client", client), shown("server", server), steps);
  }

  private static String shown(String end, List<TcpAct> acts) {
    return acts.isEmpty()
        ? ""
        : acts.stream().map(TcpAct::toString).collect(Collectors.joining("; ", end + ": ", "\n"));
  }
}
