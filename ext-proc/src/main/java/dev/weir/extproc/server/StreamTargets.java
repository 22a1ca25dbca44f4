package dev.weir.extproc.server;

import dev.weir.extproc.grpc.CallHeaders;
import dev.weir.extproc.stream.Terms;
import dev.weir.extproc.stream.Terms.LongReplies;
import dev.weir.extproc.stream.Terms.Overrides;
import dev.weir.extproc.stream.Terms.Requests;
import dev.weir.extproc.stream.Timeouts;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads from a stream's headers which chain it is for, and the terms, which are `name=value` pairs
/// with commas between them. What cannot be read is taken as not told.
///
/// Whoever sets the filter up writes them either into the gRPC metadata, the chain as `weir-chain`
/// and the terms as `weir-terms`, or into the `:authority`, as `<name>@[<revision>][;<terms>]`, for
/// which Envoy pays least. Metadata comes first. Few different ones come, each with very many
/// streams, so what was read is kept. May be used by any thread.
final class StreamTargets {
  private static final AsciiString CHAIN = AsciiString.cached("weir-chain");
  private static final AsciiString TERMS = AsciiString.cached("weir-terms");
  private static final AsciiString AUTHORITY = AsciiString.cached(":authority");

  /// The filter's `message_timeout` and `max_message_timeout` in milliseconds.
  private static final String TIMEOUT = "message-timeout";

  private static final String LONGEST = "max-message-timeout";

  /// `true` if the filter has `allow_mode_override`, and no list of `allowed_override_modes`.
  private static final String MODE_OVERRIDE = "mode-override";

  /// The Envoy release that the proxy is, such as `1.40.0`.
  private static final String PROXY_VERSION = "proxy-version";

  /// `true` if the filter has `request_header_mode` SEND.
  private static final String REQUESTS = "requests-sent";

  private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern VERSION = Pattern.compile("1\\.([0-9]{1,4})(\\..*)?");
  private static final int STREAMED_REPLIES_SINCE = 37;
  private static final int STANDALONE_OVERRIDES_SINCE = 40;

  /// More different ones are read again each time: they come from outside.
  private static final int MOST_KEPT = 1000;

  private final Map<String, Terms> terms = new ConcurrentHashMap<>();
  private final Map<String, StreamTarget> authorities = new ConcurrentHashMap<>();

  StreamTarget read(CallHeaders headers) {
    Optional<String> chain = headers.get(CHAIN);
    if (chain.isEmpty()) {
      return kept(authorities, headers.get(AUTHORITY).orElse(""), StreamTargets::named);
    }
    String told = headers.get(TERMS).orElse("");
    return StreamTarget.of(chain.get(), kept(terms, told, StreamTargets::parse));
  }

  private static <T> T kept(Map<String, T> kept, String text, Function<String, T> reader) {
    T known = kept.get(text);
    if (known != null) {
      return known;
    }
    T read = reader.apply(text);
    if (kept.size() < MOST_KEPT) {
      kept.put(text, read);
    }
    return read;
  }

  /// One that names no revision may as well be the name of a host or a cluster, which is what
  /// stands there if nobody sets it, but for the `@`.
  private static StreamTarget named(String authority) {
    int end = authority.indexOf(';');
    String chain = end < 0 ? authority : authority.substring(0, end);
    if (chain.indexOf('@') < 0) {
      return StreamTarget.of("", Terms.UNKNOWN);
    }
    return StreamTarget.of(
        chain.endsWith("@") ? chain.substring(0, chain.length() - 1) : chain,
        end < 0 ? Terms.UNKNOWN : parse(authority.substring(end + 1)));
  }

  private static Terms parse(String text) {
    Map<String, String> told = new HashMap<>();
    for (String pair : text.split(",", -1)) {
      String[] parts = pair.strip().split("=", 2);
      told.put(parts[0], parts.length < 2 ? "" : parts[1]);
    }
    int minor = minorVersion(told.getOrDefault(PROXY_VERSION, ""));
    return new Terms(
        new Timeouts(milliseconds(told, TIMEOUT), milliseconds(told, LONGEST)),
        overrides(isTrue(told, MODE_OVERRIDE), minor),
        minor >= STREAMED_REPLIES_SINCE ? LongReplies.STREAMED : LongReplies.WHOLE,
        isTrue(told, REQUESTS) ? Requests.SENT : Requests.UNKNOWN);
  }

  private static Overrides overrides(boolean allowed, int minor) {
    if (!allowed) {
      return Overrides.REFUSED;
    }
    return minor >= STANDALONE_OVERRIDES_SINCE ? Overrides.BEFORE_HEADERS : Overrides.WITH_HEADERS;
  }

  private static int minorVersion(String text) {
    Matcher version = VERSION.matcher(text);
    return version.matches() ? Integer.parseInt(version.group(1)) : 0;
  }

  private static Duration milliseconds(Map<String, String> told, String name) {
    String text = told.getOrDefault(name, "");
    return MILLISECONDS.matcher(text).matches()
        ? Duration.ofMillis(Long.parseLong(text))
        : Duration.ZERO;
  }

  private static boolean isTrue(Map<String, String> told, String name) {
    return "true".equals(told.get(name));
  }
}
