package dev.weir.model.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The way to a field, as errors write it: `spec.traffic[0].hosts`, and
/// `metadata.labels['app.kubernetes.io/name']` where a key has other characters.
public final class FieldPath {
  /// The document itself.
  public static final String ROOT = "";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@-]+");
  private static final Pattern STEP =
      Pattern.compile("\\.?([^.\\[\\]]+)|(\\[[0-9]+])|(\\['(?:[^'\\\\]|\\\\.)*'])");

  private FieldPath() {}

  /// The field `key` of the object at `path`.
  public static String field(String path, String key) {
    return join(path, step(key));
  }

  /// The element `index` of the array at `path`.
  public static String element(String path, int index) {
    return path + step(index);
  }

  static String join(Iterable<String> steps) {
    String path = ROOT;
    for (String step : steps) {
      path = join(path, step);
    }
    return path;
  }

  private static String join(String path, String step) {
    return path.isEmpty() || step.startsWith("[") ? path + step : path + "." + step;
  }

  static String step(String key) {
    return PLAIN.matcher(key).matches() ? key : "['" + Quoted.escape(key) + "']";
  }

  static String step(int index) {
    return "[" + index + "]";
  }

  /// The steps of `path`; those after the first unreadable one are left out.
  static List<String> steps(String path) {
    List<String> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    while (matcher.lookingAt()) {
      steps.add(matcher.group().startsWith(".") ? matcher.group(1) : matcher.group());
      matcher.region(matcher.end(), path.length());
    }
    return steps;
  }
}
