package dev.weir.xds.compile;

import com.github.xds.core.v3.TypedExtensionConfig;
import com.github.xds.type.matcher.v3.Matcher;
import com.github.xds.type.matcher.v3.Matcher.MatcherList.Predicate;
import com.github.xds.type.matcher.v3.RegexMatcher;
import com.github.xds.type.matcher.v3.StringMatcher;
import com.google.protobuf.Any;
import dev.weir.model.TrafficMatch;
import io.envoyproxy.envoy.extensions.common.matching.v3.ExtensionWithMatcher;
import io.envoyproxy.envoy.extensions.filters.common.matcher.action.v3.SkipFilter;
import io.envoyproxy.envoy.type.matcher.v3.HttpRequestHeaderMatchInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Makes a proxy skip a filter for requests that no plugin of it applies to.
final class TrafficMatcher {
  /// Above this many comparisons asking the host is about as cheap.
  private static final int MAX_COMPARISONS = 128;

  private TrafficMatcher() {}

  /// Whether matching costs less than asking a host, which checks by itself.
  static boolean isWorthIt(List<TrafficMatch> matches) {
    return comparisons(matches) <= MAX_COMPARISONS;
  }

  /// `config`, skipped for requests that none of `matches` is for; `config` itself without matches.
  static Any wrap(String name, Any config, List<TrafficMatch> matches) {
    if (matches.isEmpty()) {
      return config;
    }
    Predicate none =
        Predicate.newBuilder().setNotMatcher(any(matches, TrafficMatcher::request)).build();
    Matcher.OnMatch skip =
        Matcher.OnMatch.newBuilder()
            .setAction(extension("skip", Any.pack(SkipFilter.getDefaultInstance())))
            .build();
    Matcher matcher =
        Matcher.newBuilder()
            .setMatcherList(
                Matcher.MatcherList.newBuilder()
                    .addMatchers(
                        Matcher.MatcherList.FieldMatcher.newBuilder()
                            .setPredicate(none)
                            .setOnMatch(skip)))
            .build();
    return Contents.pack(
        ExtensionWithMatcher.newBuilder()
            .setXdsMatcher(matcher)
            .setExtensionConfig(
                io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig.newBuilder()
                    .setName(name)
                    .setTypedConfig(config))
            .build());
  }

  private static int comparisons(List<TrafficMatch> matches) {
    return matches.stream()
        .mapToInt(match ->
            match.hosts().size()
                + match.pathPrefixes().size()
                + match.methods().size()
                + match.headers().size())
        .sum();
  }

  private static Predicate request(TrafficMatch match) {
    List<Predicate> conditions = new ArrayList<>();
    if (!match.hosts().isEmpty()) {
      conditions.add(any(match.hosts(), TrafficMatcher::host));
    }
    if (!match.pathPrefixes().isEmpty()) {
      conditions.add(any(match.pathPrefixes(), prefix -> header(":path", prefix(prefix))));
    }
    if (!match.methods().isEmpty()) {
      conditions.add(any(match.methods(), method -> header(":method", exact(method))));
    }
    match.headers().forEach(header -> conditions.add(header(header)));
    if (conditions.isEmpty()) {
      return header(":method", regex(".*"));
    }
    return conditions.size() == 1
        ? conditions.getFirst()
        : Predicate.newBuilder()
            .setAndMatcher(Predicate.PredicateList.newBuilder().addAllPredicate(conditions))
            .build();
  }

  /// A list of one is not allowed in the matcher's own `or`.
  private static <T> Predicate any(List<T> choices, Function<T, Predicate> predicate) {
    if (choices.size() == 1) {
      return predicate.apply(choices.getFirst());
    }
    Stream<Predicate> predicates = choices.stream().map(predicate);
    return Predicate.newBuilder()
        .setOrMatcher(Predicate.PredicateList.newBuilder().addAllPredicate(predicates.toList()))
        .build();
  }

  private static Predicate host(String host) {
    String name = host.startsWith("*.") ? ".+" + quote(host.substring(1)) : quote(host);
    return header(":authority", regex("(?i)" + name + "(:[0-9]+)?"));
  }

  private static Predicate header(TrafficMatch.HeaderMatch match) {
    return switch (match.condition()) {
      case TrafficMatch.Condition.Exact(String value) -> header(match.name(), exact(value));
      case TrafficMatch.Condition.Prefix(String value) -> header(match.name(), prefix(value));
      case TrafficMatch.Condition.Present(boolean present) -> {
        Predicate there = header(match.name(), regex("(?s).*"));
        yield present ? there : Predicate.newBuilder().setNotMatcher(there).build();
      }
    };
  }

  private static Predicate header(String name, StringMatcher value) {
    Any input = Any.pack(HttpRequestHeaderMatchInput.newBuilder().setHeaderName(name).build());
    return Predicate.newBuilder()
        .setSinglePredicate(
            Predicate.SinglePredicate.newBuilder()
                .setInput(extension("header", input))
                .setValueMatch(value))
        .build();
  }

  private static StringMatcher exact(String value) {
    return value.isEmpty() ? regex("^$") : StringMatcher.newBuilder().setExact(value).build();
  }

  /// An empty prefix is not allowed in the matcher's own form.
  private static StringMatcher prefix(String value) {
    return value.isEmpty() ? regex("(?s).*") : StringMatcher.newBuilder().setPrefix(value).build();
  }

  private static StringMatcher regex(String regex) {
    return StringMatcher.newBuilder()
        .setSafeRegex(
            RegexMatcher.newBuilder()
                .setGoogleRe2(RegexMatcher.GoogleRE2.getDefaultInstance())
                .setRegex(regex))
        .build();
  }

  private static String quote(String text) {
    return text.replaceAll("[.\\\\+*?()|\\[\\]{}^$]", "\\\\$0");
  }

  private static TypedExtensionConfig extension(String name, Any config) {
    return TypedExtensionConfig.newBuilder().setName(name).setTypedConfig(config).build();
  }
}
