package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void showsItsCommands() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString()).contains("up", "get", "completion", "Start with: weir up");
  }

  @Test
  void showsItsVersion() {
    assertThat(run("--version")).isZero();

    assertThat(out.toString()).matches("weir \\d+\\.\\d+\\.\\d+\\S* \\(Java 25.*\\)\\R");
  }

  @Test
  void endsWithTwoAndAHintWhenCalledWrongly() {
    assertThat(run("get", "nothing")).isEqualTo(2);

    assertThat(err.toString()).contains("plugins, proxies, hosts", "weir help get");
  }

  @Test
  void endsWithOneAndOneLineWhenItFails() {
    assertThat(run("get", "plugins", "--admin", "127.0.0.1:1")).isEqualTo(1);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains("127.0.0.1:1: no answer", "--admin");
  }

  @Test
  void printsCompletionForBothShells() {
    assertThat(run("completion", "bash")).isZero();
    assertThat(run("completion", "zsh")).isZero();

    assertThat(out.toString()).contains("complete -F", "bashcompinit", "--proxy-port");
  }

  @Test
  void everyCommandAndOptionSaysWhatItIs() {
    Deque<CommandLine> commands = new ArrayDeque<>(List.of(Main.commandLine()));
    while (!commands.isEmpty()) {
      CommandLine command = commands.pop();
      commands.addAll(command.getSubcommands().values());
      assertThat(command.getCommandSpec().usageMessage().description())
          .as(command.getCommandName())
          .isNotEmpty();
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertThat(option.description()).as(option.longestName()).isNotEmpty();
      }
    }
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
