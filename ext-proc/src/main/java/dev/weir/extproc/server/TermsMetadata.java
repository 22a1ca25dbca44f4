package dev.weir.extproc.server;

import dev.weir.extproc.stream.Terms;
import dev.weir.extproc.stream.Terms.LongReplies;
import dev.weir.extproc.stream.Terms.Overrides;
import dev.weir.extproc.stream.Terms.Requests;
import dev.weir.extproc.stream.Timeouts;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The terms of a stream, from its gRPC metadata: whoever sets the filter up tells them there. What
/// cannot be read is taken as not told.
final class TermsMetadata {
  /// The filter's `message_timeout` and `max_message_timeout` in milliseconds.
  private static final Metadata.Key<String> TIMEOUT = key("weir-message-timeout");

  private static final Metadata.Key<String> LONGEST = key("weir-max-message-timeout");

  /// `true` if the filter has `allow_mode_override`, and no list of `allowed_override_modes`.
  private static final Metadata.Key<String> MODE_OVERRIDE = key("weir-mode-override");

  /// The Envoy release that the proxy is, such as `1.40.0`.
  private static final Metadata.Key<String> PROXY_VERSION = key("weir-proxy-version");

  /// `true` if the filter has `request_header_mode` SEND.
  private static final Metadata.Key<String> REQUESTS = key("weir-requests-sent");

  private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern VERSION = Pattern.compile("1\\.([0-9]{1,4})(\\..*)?");
  private static final int STREAMED_REPLIES_SINCE = 37;
  private static final int STANDALONE_OVERRIDES_SINCE = 40;

  private TermsMetadata() {}

  static Terms read(Metadata metadata) {
    int minor = minorVersion(metadata.get(PROXY_VERSION));
    return new Terms(
        new Timeouts(milliseconds(metadata.get(TIMEOUT)), milliseconds(metadata.get(LONGEST))),
        overrides("true".equals(metadata.get(MODE_OVERRIDE)), minor),
        minor >= STREAMED_REPLIES_SINCE ? LongReplies.STREAMED : LongReplies.WHOLE,
        "true".equals(metadata.get(REQUESTS)) ? Requests.SENT : Requests.UNKNOWN);
  }

  private static Overrides overrides(boolean allowed, int minor) {
    if (!allowed) {
      return Overrides.REFUSED;
    }
    return minor >= STANDALONE_OVERRIDES_SINCE ? Overrides.BEFORE_HEADERS : Overrides.WITH_HEADERS;
  }

  private static int minorVersion(@Nullable String text) {
    Matcher version = VERSION.matcher(text == null ? "" : text);
    return version.matches() ? Integer.parseInt(version.group(1)) : 0;
  }

  private static Duration milliseconds(@Nullable String text) {
    return text != null && MILLISECONDS.matcher(text).matches()
        ? Duration.ofMillis(Long.parseLong(text))
        : Duration.ZERO;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
