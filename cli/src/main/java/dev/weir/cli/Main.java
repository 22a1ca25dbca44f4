package dev.weir.cli;

import dev.weir.cli.bench.BenchCommand;
import dev.weir.cli.doctor.DoctorCommand;
import dev.weir.cli.get.GetCommand;
import dev.weir.cli.inspect.InspectCommand;
import dev.weir.cli.role.ExtProcCommand;
import dev.weir.cli.role.XdsServerCommand;
import dev.weir.cli.up.UpCommand;
import dev.weir.cli.user.UserError;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The entry point of every command.
///
/// Exit codes: 0 the command did what was asked, 1 it failed, 2 it was called wrongly. A failure is
/// one line on standard error that says what to do next.
@Command(
    name = "weir",
    description = "Runs proxy-wasm filters outside Envoy and rolls them out to a fleet safely.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      GetCommand.class,
      DoctorCommand.class,
      InspectCommand.class,
      XdsServerCommand.class,
      ExtProcCommand.class,
      BenchCommand.class,
      ConformanceCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    },
    footer = {"", "Start with: weir up", "Help on one command: weir help COMMAND"})
public final class Main implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run()
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "weir: no command (expected: one of those below)");
  }

  /// The whole command tree, ready to run or to be asked for its help.
  static CommandLine commandLine() {
    CommandLine weir = new CommandLine(new Main());
    weir.getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new Version()));
    return weir.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(usageErrors())
        .setExecutionExceptionHandler(failures());
  }

  private static IParameterExceptionHandler usageErrors() {
    return (error, arguments) -> {
      CommandLine command = error.getCommandLine();
      command.getErr().println("weir: " + error.getMessage());
      if (command.getParent() == null) {
        command.usage(command.getErr());
      } else {
        command
            .getErr()
            .println(
                "weir: see weir help " + command.getCommandSpec().qualifiedName().substring(5));
      }
      return CommandLine.ExitCode.USAGE;
    };
  }

  private static IExecutionExceptionHandler failures() {
    return (error, command, parsed) -> {
      switch (error) {
        case UserError _ -> command.getErr().println("weir: " + error.getMessage());
        case CancellationException _ -> {} // the user ended it
        default -> {
          command.getErr().println("weir: unexpected failure; please report it with these lines");
          error.printStackTrace(command.getErr());
        }
      }
      return CommandLine.ExitCode.SOFTWARE;
    };
  }

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }
}
