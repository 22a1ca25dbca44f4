package dev.weir.engine.module;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// What a function takes and gives.
public record FunctionType(List<ValueType> parameters, List<ValueType> results) {
  public FunctionType {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  /// A function that gives nothing.
  public static FunctionType of(ValueType... parameters) {
    return new FunctionType(List.of(parameters), List.of());
  }

  /// The same parameters, giving `result`.
  public FunctionType giving(ValueType result) {
    return new FunctionType(parameters, List.of(result));
  }

  /// As in the text format: `(i32, i32) -> (i32)`.
  @Override
  public String toString() {
    return list(parameters) + " -> " + list(results);
  }

  private static String list(List<ValueType> types) {
    return types.stream().map(ValueType::toString).collect(joining(", ", "(", ")"));
  }
}
