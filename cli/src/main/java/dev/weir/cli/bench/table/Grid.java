package dev.weir.cli.bench.table;

import java.util.ArrayList;
import java.util.List;

/// Text in columns, each as wide as its widest cell.
public final class Grid {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public Grid(List<String> titles) {
    row("", titles);
  }

  public void row(String title, List<String> cells) {
    var row = new ArrayList<String>();
    row.add(title);
    row.addAll(cells);
    rows.add(List.copyOf(row));
  }

  /// A line between rows that belongs to no column.
  public void heading(String title) {
    rows.add(List.of(title));
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String indent = row.size() > 1 && column == 0 ? GAP : "";
        line.append(pad(indent + row.get(column), width(column) + GAP.length()));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> row.size() > 1)
        .mapToInt(row -> row.get(column).length() + (column == 0 ? GAP.length() : 0))
        .max()
        .orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
