package dev.weir.cli.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EnvoyProcessTest {
  private static final List<String> SLEEPER = List.of("/bin/sh", "-c", "exec sleep 600");

  @Test
  void endsTheChildWhenClosed() throws Exception {
    EnvoyProcess envoy = EnvoyProcess.start(SLEEPER);
    ProcessHandle child = ProcessHandle.of(envoy.pid()).orElseThrow();

    envoy.close();

    child.onExit().get(10, TimeUnit.SECONDS);
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void startsAnEndedChildAgain() throws Exception {
    try (EnvoyProcess envoy = EnvoyProcess.start(SLEEPER)) {
      long first = envoy.pid();
      ProcessHandle.of(first).orElseThrow().destroyForcibly();

      while (envoy.pid() == first) {
        Thread.onSpinWait();
      }

      assertThat(ProcessHandle.of(envoy.pid())).hasValueSatisfying(ProcessHandle::isAlive);
    }
  }

  @Test
  void leavesNoChildWhenItsOwnProcessIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = parent.inputReader(StandardCharsets.UTF_8);
    ProcessHandle child = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();

    parent.destroyForcibly().waitFor();

    child.onExit().get(10, TimeUnit.SECONDS);
    assertThat(child.isAlive()).isFalse();
  }

  /// Runs an Envoy until it is killed.
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println(EnvoyProcess.start(SLEEPER).pid());
      Thread.currentThread().join();
    }
  }
}
