package dev.weir.cli.bench.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Command lines that run a class of this program in a Java virtual machine of its own.
public final class JavaCommand {
  private JavaCommand() {}

  /// With the flags of this very process: started by the launcher, these are the flags that the
  /// services run with in production.
  public static List<String> withOwnFlags(String mainClass, List<String> arguments) {
    return of(ManagementFactory.getRuntimeMXBean().getInputArguments(), mainClass, arguments);
  }

  public static List<String> of(List<String> flags, String mainClass, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(arguments);
    return List.copyOf(command);
  }
}
