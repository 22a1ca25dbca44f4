package dev.weir.model.yaml;

import dev.weir.model.yaml.YamlDocument.Broken;
import dev.weir.model.yaml.YamlDocument.Fault;
import dev.weir.model.yaml.YamlDocument.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Builds the tree of a document from its parser events, so that every bound is checked before
/// anything is built.
final class TreeReader {
  /// More than this is noise, and every one of them is kept in memory.
  private static final int MAX_FAULTS = 10;

  private static final Set<String> COLLECTION_TAGS =
      Set.of("!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq");

  /// A value that was read.
  ///
  /// @param values it and those in it
  /// @param height how many levels it has
  private record Branch(JsonNode content, Places places, long values, int height) {}

  private final DocumentText source;
  private final ValueBudget budget;
  private final Iterator<Event> events;
  private final Map<Anchor, Branch> anchors = new HashMap<>();
  private final Deque<String> steps = new ArrayDeque<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> notes = new ArrayList<>();
  private int rootLine;
  private int line;

  TreeReader(DocumentText source, ValueBudget budget) {
    this.source = source;
    this.budget = budget;
    this.rootLine = source.firstLine();
    this.line = rootLine;
    this.events = new Parse(settings(source.text())).parseString(source.text()).iterator();
  }

  /// One buffer for all of the text, which is bounded: the library's reader fails on a character of
  /// two halves that a buffer's end cuts.
  private static LoadSettings settings(String text) {
    return LoadSettings.builder()
        .setCodePointLimit(YamlBounds.MAX_FILE_BYTES)
        .setBufferSize(text.length() + 1)
        .build();
  }

  /// The document; none if it is empty.
  List<YamlDocument> read() {
    List<YamlDocument> documents = new ArrayList<>();
    try {
      while (events.hasNext()) {
        if (next() instanceof NodeEvent root) {
          document(root).ifPresent(documents::add);
        }
      }
    } catch (RefusedException e) {
      documents.add(broken(e.reason()));
    } catch (YamlEngineException e) {
      SyntaxError error = SyntaxError.of(e, source);
      line = Math.max(line, error.line());
      documents.add(broken(error.text()));
    }
    return documents;
  }

  private Broken broken(String text) {
    fault(text);
    return new Broken(rootLine, source.text(), faults);
  }

  private Optional<YamlDocument> document(NodeEvent root) {
    rootLine = line;
    Branch branch = branch(root, 1);
    if (!faults.isEmpty()) {
      return Optional.of(new Broken(rootLine, source.text(), faults));
    }
    return branch.content().isNull()
        ? Optional.empty()
        : Optional.of(new Tree(branch.content(), branch.places(), notes));
  }

  private Branch branch(NodeEvent event, int depth) {
    take(1, depth);
    if (event instanceof CollectionStartEvent collection) {
      checkTag(collection);
    }
    Branch branch =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case AliasEvent alias -> alias(alias, depth);
          case SequenceStartEvent _ -> array(depth);
          case MappingStartEvent _ -> object(depth);
          default -> throw new IllegalStateException(event.toString());
        };
    if (!(event instanceof AliasEvent)) {
      event.getAnchor().ifPresent(anchor -> anchors.put(anchor, branch));
    }
    return branch;
  }

  private void take(long values, int depth) {
    if (depth > YamlBounds.MAX_DEPTH) {
      throw new RefusedException(
          "nested deeper (limit: %d levels)".formatted(YamlBounds.MAX_DEPTH));
    }
    if (!budget.take(values)) {
      throw new RefusedException(
          "more values, aliases expanded (limit: %d values a file)"
              .formatted(YamlBounds.MAX_VALUES));
    }
  }

  private Branch scalar(ScalarEvent scalar) {
    Places places = new Places(line);
    try {
      Scalars.note(scalar).ifPresent(text -> add(notes, text));
      return new Branch(Scalars.read(scalar), places, 1, 1);
    } catch (RefusedException e) {
      fault(e.reason());
      return new Branch(JsonNodeFactory.instance.nullNode(), places, 1, 1);
    }
  }

  private Branch alias(AliasEvent event, int depth) {
    Branch target = anchors.get(event.getAlias());
    if (target == null) {
      throw new RefusedException(
          "alias %s (expected: an anchor of that name before it)"
              .formatted(Quoted.quote(event.getAlias().getValue())));
    }
    take(target.values(), depth + target.height() - 1);
    return new Branch(
        target.content().deepCopy(), target.places(), target.values(), target.height());
  }

  private Branch array(int depth) {
    ArrayNode content = JsonNodeFactory.instance.arrayNode();
    Places places = new Places(line);
    long values = 1;
    int height = 0;
    while (next() instanceof NodeEvent event) {
      String step = FieldPath.step(content.size());
      steps.addLast(step);
      int elementLine = line;
      Branch element = branch(event, depth + 1);
      steps.removeLast();
      content.add(element.content());
      places.add(step, element.places().at(elementLine));
      values += element.values();
      height = Math.max(height, element.height());
    }
    return new Branch(content, places, values, height + 1);
  }

  private Branch object(int depth) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    Places places = new Places(line);
    long values = 1;
    int height = 0;
    while (next() instanceof NodeEvent event) {
      int keyLine = line;
      String key = key(event);
      steps.addLast(FieldPath.step(key));
      checkKey(event, key, content);
      Branch field = branch((NodeEvent) next(), depth + 1);
      steps.removeLast();
      content.putIfAbsent(key, field.content());
      places.add(FieldPath.step(key), field.places().at(keyLine));
      values += field.values();
      height = Math.max(height, field.height());
    }
    return new Branch(content, places, values, height + 1);
  }

  private static String key(NodeEvent event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getValue();
    }
    throw new RefusedException("a key that is no scalar (expected: text)");
  }

  private void checkKey(NodeEvent event, String key, ObjectNode object) {
    if (object.has(key)) {
      fault("duplicate key (expected: once)");
    }
    if (key.equals("<<") && event instanceof ScalarEvent scalar && scalar.isPlain()) {
      fault("merge keys are not part of YAML 1.2 (expected: the fields themselves)");
    }
  }

  private void checkTag(CollectionStartEvent collection) {
    collection
        .getTag()
        .filter(tag -> !COLLECTION_TAGS.contains(tag))
        .ifPresent(tag -> fault("tag %s (expected: none)".formatted(Quoted.quote(tag))));
  }

  private Event next() {
    Event event = events.next();
    event.getStartMark().ifPresent(mark -> line = source.firstLine() + mark.getLine());
    return event;
  }

  private void fault(String text) {
    add(faults, text);
  }

  private void add(List<Fault> list, String text) {
    if (list.size() < MAX_FAULTS) {
      list.add(new Fault(line, FieldPath.join(steps), text));
    }
  }
}
