package dev.weir.extproc.load;

import dev.weir.proto.v1alpha1.HeaderMatch;
import dev.weir.proto.v1alpha1.TrafficMatch;
import dev.weir.proxywasm.http.HeaderMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which requests a plugin is asked about: those that any of its matches fits, or all if there is
/// none.
final class TrafficFilter {
  private final List<TrafficMatch> matches;

  TrafficFilter(List<TrafficMatch> matches) {
    this.matches = List.copyOf(matches);
  }

  boolean accepts(HeaderMap request) {
    if (matches.isEmpty()) {
      return true;
    }
    for (TrafficMatch match : matches) {
      if (fits(match, request)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(TrafficMatch match, HeaderMap request) {
    return fitsHost(match.getHostsList(), request)
        && fitsPath(match.getPathPrefixesList(), request)
        && fitsMethod(match.getMethodsList(), request)
        && match.getHeadersList().stream().allMatch(header -> fitsHeader(header, request));
  }

  private static boolean fitsHost(List<String> hosts, HeaderMap request) {
    if (hosts.isEmpty()) {
      return true;
    }
    Optional<String> authority = request.value(":authority").or(() -> request.value("host"));
    return authority
        .map(TrafficFilter::withoutPort)
        .filter(host -> hosts.stream().anyMatch(wanted -> fitsHost(wanted, host)))
        .isPresent();
  }

  private static boolean fitsHost(String wanted, String host) {
    String pattern = wanted.toLowerCase(Locale.ROOT);
    return pattern.startsWith("*.")
        ? host.length() > pattern.length() - 1 && host.endsWith(pattern.substring(1))
        : pattern.equals("*") || pattern.equals(host);
  }

  /// The host of `host:port` or `[address]:port`, in lower case.
  private static String withoutPort(String authority) {
    int from = authority.startsWith("[") ? authority.indexOf(']') : 0;
    int colon = authority.indexOf(':', Math.max(from, 0));
    String host = colon < 0 ? authority : authority.substring(0, colon);
    return host.toLowerCase(Locale.ROOT);
  }

  private static boolean fitsPath(List<String> prefixes, HeaderMap request) {
    return prefixes.isEmpty()
        || request
            .value(":path")
            .filter(path -> prefixes.stream().anyMatch(path::startsWith))
            .isPresent();
  }

  private static boolean fitsMethod(List<String> methods, HeaderMap request) {
    return methods.isEmpty() || request.value(":method").filter(methods::contains).isPresent();
  }

  private static boolean fitsHeader(HeaderMatch match, HeaderMap request) {
    Optional<String> value = request.value(match.getName().toLowerCase(Locale.ROOT));
    return switch (match.getValueCase()) {
      case EXACT -> value.filter(match.getExact()::equals).isPresent();
      case PREFIX -> value.filter(text -> text.startsWith(match.getPrefix())).isPresent();
      case PRESENT -> value.isPresent() == match.getPresent();
      case VALUE_NOT_SET -> value.isPresent();
    };
  }
}
