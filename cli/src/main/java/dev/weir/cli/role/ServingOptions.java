package dev.weir.cli.role;

import dev.weir.extproc.server.ListenAddress;
import dev.weir.extproc.server.ServerOptions;
import dev.weir.extproc.tls.TlsFiles;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Where and how a host serves ext_proc.
final class ServingOptions {
  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      converter = ListenConverter.class,
      description =
          "where ext_proc is served, HOST:PORT or unix:PATH for proxies of this machine"
              + " (default: ${DEFAULT-VALUE})")
  private Listen listen = new Listen.OnTcp(new Address("127.0.0.1", 18_080));

  @Option(
      names = "--socket-mode",
      paramLabel = "MODE",
      converter = ModeConverter.class,
      description =
          "who may connect to the unix socket, as permissions in octal (default: 600, its owner"
              + " only)")
  private Mode socketMode =
      new Mode(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  @Mixin private LimitOptions limits = new LimitOptions();
  @Mixin private LifetimeOptions lifetimes = new LifetimeOptions();
  @Mixin private TlsOptions tls = new TlsOptions();
  @Mixin private PlaintextOption plaintext = new PlaintextOption();

  /// What `--listen` takes.
  private sealed interface Listen {
    record OnTcp(Address address) implements Listen {
      @Override
      public String toString() {
        return address.toString();
      }
    }

    record OnSocket(Path path) implements Listen {
      @Override
      public String toString() {
        return ListenAddress.Unix.SCHEME + path;
      }
    }
  }

  PlaintextOption plaintext() {
    return plaintext;
  }

  /// @throws dev.weir.cli.user.UserError if the address is not one to serve on like this
  /// @throws IllegalArgumentException if a value makes no sense
  ServerOptions resolve() {
    Optional<TlsFiles> files = tls.resolve();
    ServerOptions plain =
        switch (listen) {
          case Listen.OnTcp(Address address) ->
              ServerOptions.at(files.isPresent() ? address.resolve() : plaintext.resolve(address));
          case Listen.OnSocket(Path path) ->
              ServerOptions.at(new ListenAddress.Unix(path, socketMode.permissions()));
        };
    ServerOptions options = plain.withLifetimes(lifetimes.resolve()).withLimits(limits.resolve());
    return files.map(options::withTls).orElse(options);
  }

  /// The address as it was given.
  @Override
  public String toString() {
    return listen.toString();
  }

  private static final class ListenConverter implements ITypeConverter<Listen> {
    @Override
    public Listen convert(String value) {
      if (value.startsWith(ListenAddress.Unix.SCHEME)) {
        String path = value.substring(ListenAddress.Unix.SCHEME.length());
        if (path.isEmpty()) {
          throw new TypeConversionException("'%s' (expected: unix:PATH)".formatted(value));
        }
        return new Listen.OnSocket(Path.of(path));
      }
      return new Listen.OnTcp(new Address.Converter().convert(value));
    }
  }

  /// A set alone would be an option of several values.
  private record Mode(Set<PosixFilePermission> permissions) {}

  private static final class ModeConverter implements ITypeConverter<Mode> {
    private static final Pattern OCTAL = Pattern.compile("0?[0-7]{3}");

    @Override
    public Mode convert(String value) {
      if (!OCTAL.matcher(value).matches()) {
        throw new TypeConversionException(
            "'%s' (expected: three octal digits such as 660)".formatted(value));
      }
      int bits = Integer.parseInt(value, 8);
      PosixFilePermission[] all = PosixFilePermission.values();
      Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
      for (int i = 0; i < all.length; i++) {
        if ((bits & 1 << (all.length - 1 - i)) != 0) {
          mode.add(all[i]);
        }
      }
      return new Mode(mode);
    }
  }
}
