package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// However Weir ends, nothing of it stays; and when it cannot start, it says what to do.
final class ProcessIT {
  private static final int GONE_WITHIN_SECONDS = 10;

  @TempDir Path temp;

  @Test
  void sigkillLeavesNoProcess() throws Exception {
    try (WeirUnderTest weir = WeirUnderTest.start(new Folder(temp))) {
      List<ProcessHandle> children = weir.process().handle().descendants().toList();
      assertThat(children).as("Envoy at least").isNotEmpty();

      weir.process().kill();

      awaitGone(children);
    }
  }

  @Test
  void sigtermEndsCleanly() throws Exception {
    try (WeirUnderTest weir = WeirUnderTest.start(new Folder(temp))) {
      List<ProcessHandle> children = weir.process().handle().descendants().toList();

      int exitCode = weir.process().terminate();

      assertThat(exitCode).as(weir.process().output()).isIn(0, 128 + 15);
      assertThat(weir.process().output()).doesNotContain("Exception");
      awaitGone(children);
    }
  }

  @Test
  void anEnvoyThatEndsIsStartedAgain() throws Exception {
    try (WeirUnderTest weir = WeirUnderTest.start(new Folder(temp))) {
      weir.apply("marked", Plugins.marking("marked", Plugins.HEADERS, "yes"));
      List<ProcessHandle> children = weir.process().handle().children().toList();

      children.forEach(ProcessHandle::destroyForcibly);

      awaitGone(children);
      Eventually.await(
          "requests are served again",
          () ->
              weir.client().tryGet("/").filter(e -> e.header("x-marked").equals("yes")).isPresent(),
          weir.process()::output);
    }
  }

  @Test
  void aPortInUseIsOneLineThatSaysWhatToDo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      WeirPorts ports = WeirPorts.free().withAdmin(taken.getLocalPort());
      try (WeirProcess weir = WeirProcess.start(ports.up(temp))) {
        assertThat(weir.exitCode()).isNotZero();
        assertThat(weir.output().lines().filter(line -> line.startsWith("weir: ")))
            .singleElement()
            .asString()
            .contains(String.valueOf(taken.getLocalPort()), "--admin-port");
      }
    }
  }

  private static void awaitGone(List<ProcessHandle> processes) throws Exception {
    CompletableFuture.allOf(
            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .get(GONE_WITHIN_SECONDS, TimeUnit.SECONDS);
  }
}
