package dev.weir.engine.wat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The index spaces of a module being assembled.
final class Scope {
  /// One index space: items by order and by `$name`.
  static final class Space {
    private final Map<String, Integer> byName = new HashMap<>();
    private int count;

    int add(String name) {
      if (name.startsWith("$")) {
        byName.put(name, count);
      }
      return count++;
    }

    int index(String reference) {
      if (!reference.startsWith("$")) {
        return Integer.parseInt(reference);
      }
      Integer index = byName.get(reference);
      if (index == null) {
        throw new IllegalArgumentException("wat: unknown " + reference);
      }
      return index;
    }

    Map<String, Integer> named() {
      return byName;
    }
  }

  /// Parameters and results as type codes.
  record Signature(List<Integer> parameters, List<Integer> results) {}

  final Space functions = new Space();
  final Space globals = new Space();
  final Space data = new Space();
  final Space typeNames = new Space();
  final List<Signature> types = new ArrayList<>();

  /// The type that `(type $t)` names or `(param ...) (result ...)` describe.
  int typeUse(Body.Cursor in) {
    List<Integer> parameters = new ArrayList<>();
    List<Integer> results = new ArrayList<>();
    int named = -1;
    while (in.hasNext() && in.peek() instanceof Node.Group group) {
      switch (group.head()) {
        case "type" -> named = typeNames.index(Node.text(group.tail().getFirst()));
        case "param" -> parameters.addAll(valueTypes(group));
        case "result" -> results.addAll(valueTypes(group));
        default -> {
          return named >= 0 ? named : type(new Signature(parameters, results));
        }
      }
      in.next();
    }
    return named >= 0 ? named : type(new Signature(parameters, results));
  }

  private int type(Signature signature) {
    int known = types.indexOf(signature);
    if (known >= 0) {
      return known;
    }
    typeNames.add("");
    types.add(signature);
    return types.size() - 1;
  }

  void define(String name, Signature signature) {
    typeNames.add(name);
    types.add(signature);
  }

  static List<Integer> valueTypes(Node.Group group) {
    return group.tail().stream()
        .map(Node::text)
        .filter(text -> !text.startsWith("$"))
        .map(Opcodes::valueType)
        .toList();
  }
}
