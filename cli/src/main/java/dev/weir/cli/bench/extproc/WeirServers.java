package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.process.ChildProcess;
import dev.weir.cli.bench.process.JavaCommand;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Weir as it runs in production: its two services as processes of their own, with the flags that
/// this program was started with.
record WeirServers(
    ChildProcess xdsServer,
    InetSocketAddress xds,
    ChildProcess extProc,
    InetSocketAddress address) {
  private static final String MAIN = "dev.weir.cli.Main";
  private static final Pattern XDS_PORT = Pattern.compile(" on 127\\.0\\.0\\.1:(\\d+), admin ");
  private static final Pattern EXT_PROC_PORT = Pattern.compile("serves on 127\\.0\\.0\\.1:(\\d+) ");
  private static final String FREE_PORT = "127.0.0.1:0";

  /// @param documents what the xds-server serves
  /// @param logs where both log to
  static WeirServers start(Path documents, Path logs) {
    var xdsServer =
        ChildProcess.start(
            "xds-server",
            JavaCommand.withOwnFlags(
                MAIN,
                List.of(
                    "xds-server",
                    documents.toString(),
                    "--listen",
                    FREE_PORT,
                    "--admin",
                    FREE_PORT)),
            logs);
    try {
      InetSocketAddress xds = xdsServer.awaitAddress(XDS_PORT);
      ChildProcess extProc = startExtProc(xds, logs);
      return new WeirServers(xdsServer, xds, extProc, extProc.awaitAddress(EXT_PROC_PORT));
    } catch (RuntimeException e) {
      xdsServer.close();
      throw e;
    }
  }

  private static ChildProcess startExtProc(InetSocketAddress xds, Path logs) {
    var extProc =
        ChildProcess.start(
            "ext-proc",
            JavaCommand.withOwnFlags(
                MAIN,
                List.of(
                    "ext-proc",
                    "--listen",
                    FREE_PORT,
                    "--admin",
                    FREE_PORT,
                    "--xds-server",
                    "127.0.0.1:" + xds.getPort())),
            logs);
    try {
      extProc.awaitAddress(EXT_PROC_PORT);
      return extProc;
    } catch (RuntimeException e) {
      extProc.close();
      throw e;
    }
  }
}
