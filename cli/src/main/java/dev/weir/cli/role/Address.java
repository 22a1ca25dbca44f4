package dev.weir.cli.role;

import dev.weir.cli.user.UserError;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// `HOST:PORT` on the command line; an IPv6 address stands in brackets.
record Address(String host, int port) {
  private static final Pattern TEXT =
      Pattern.compile("(?:\\[([0-9a-fA-F:]+)]|([^:\\[\\]]+)):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  static Address parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
      throw new IllegalArgumentException("'%s' (expected: HOST:PORT)".formatted(text));
    }
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return new Address(host, Integer.parseInt(matcher.group(3)));
  }

  /// The address, looked up.
  InetSocketAddress resolve() {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UserError("%s: unknown host (expected: a name or an address)".formatted(host));
    }
    return address;
  }

  /// The address to listen on in plain text: the loopback interface, or any if `allowed`.
  ///
  /// @param option how `allowed` is said on the command line
  InetSocketAddress resolvePlaintext(boolean allowed, String option) {
    InetSocketAddress address = resolve();
    if (!allowed && !address.getAddress().isLoopbackAddress()) {
      throw new UserError(
          "%s: plain text beyond the loopback interface (expected: a loopback address, or %s if the network is trusted)"
              .formatted(this, option));
    }
    return address;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /// For picocli.
  static final class Converter implements ITypeConverter<Address> {
    @Override
    public Address convert(String value) {
      try {
        return parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
