package dev.weir.model.schema;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that somebody meant.
public final class Spelling {
  /// Letters of a long name that a slip of the finger gets wrong; a name that differs in more is
  /// another one.
  private static final int SLIPS = 2;

  /// Longer words are no slip of the finger, and would take long to compare.
  private static final int MAX_LENGTH = 64;

  private record Guess(String word, int distance) {}

  private Spelling() {}

  /// The nearest of `known`, if at most a third of the letters differ.
  static Optional<String> nearest(String word, List<String> known) {
    return nearest(word, known, Math.max(1, word.length() / 3));
  }

  /// The nearest of `known`, if hardly a letter differs.
  public static Optional<String> slipOf(String word, List<String> known) {
    return nearest(word, known, SLIPS);
  }

  private static Optional<String> nearest(String word, List<String> known, int allowed) {
    if (word.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return known.stream()
        .map(candidate -> new Guess(candidate, distance(lower(word), lower(candidate))))
        .filter(guess -> guess.distance() <= allowed)
        .min(Comparator.comparingInt(Guess::distance).thenComparing(Guess::word))
        .map(Guess::word);
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "");
  }

  /// Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = Math.min(i, j) == 0 ? Math.max(i, j) : step(a, b, i, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] cost) {
    int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(cost[i - 1][j - 1] + substitution, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
