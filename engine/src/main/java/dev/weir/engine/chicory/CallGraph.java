package dev.weir.engine.chicory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which functions of a module call which others by name, and where its recursions begin.
final class CallGraph {
  private final Map<String, Set<String>> calls = new HashMap<>();

  private enum Visit {
    UNDER_WAY,
    DONE
  }

  /// A function that is being looked at, and what it calls that was not looked at yet.
  private record Step(String function, Iterator<String> callees) {}

  void add(String function, Set<String> callees) {
    calls.put(function, callees);
  }

  /// At least one function of every cycle of calls: those that a depth-first search meets while it
  /// is still inside them.
  Set<String> heads() {
    Set<String> heads = new HashSet<>();
    Map<String, Visit> visits = new HashMap<>();
    List<String> functions = new ArrayList<>(calls.keySet());
    functions.sort(null); // the same classes for the same module
    functions.forEach(function -> search(function, visits, heads));
    return heads;
  }

  private void search(String root, Map<String, Visit> visits, Set<String> heads) {
    ArrayDeque<Step> path = new ArrayDeque<>();
    enter(root, visits, path, heads);
    while (!path.isEmpty()) {
      Step step = path.peek();
      if (step.callees().hasNext()) {
        enter(step.callees().next(), visits, path, heads);
      } else {
        visits.put(step.function(), Visit.DONE);
        path.pop();
      }
    }
  }

  private void enter(
      String function, Map<String, Visit> visits, ArrayDeque<Step> path, Set<String> heads) {
    Visit visit = visits.get(function);
    if (visit == Visit.UNDER_WAY) {
      heads.add(function);
    } else if (visit == null) {
      visits.put(function, Visit.UNDER_WAY);
      path.push(new Step(function, calls.getOrDefault(function, Set.of()).iterator()));
    }
  }
}
