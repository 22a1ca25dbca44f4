package dev.weir.engine.wat;

import dev.weir.engine.wat.Body.Cursor;
import dev.weir.engine.wat.Scope.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Assembles the text of one module into its bytes.
public final class Wat {
  private final Scope scope = new Scope();
  private final List<byte[]> imports = new ArrayList<>();
  private final List<byte[]> functions = new ArrayList<>();
  private final List<byte[]> tables = new ArrayList<>();
  private final List<byte[]> memories = new ArrayList<>();
  private final List<byte[]> globals = new ArrayList<>();
  private final List<byte[]> exports = new ArrayList<>();
  private final List<byte[]> elements = new ArrayList<>();
  private final List<byte[]> code = new ArrayList<>();
  private final List<byte[]> data = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private byte[] start = {};

  private Wat() {}

  /// The bytes of the module that `source` describes, with a name section for its `$names`.
  public static byte[] assemble(String source) {
    Node.Group module = (Node.Group) Node.parse(source).getFirst();
    Wat wat = new Wat();
    List<Node> fields = module.tail();
    for (String head : List.of("type", "import", "")) { // imports come first in each index space
      for (Node field : fields) {
        Node.Group group = (Node.Group) field;
        boolean early = group.head().equals("type") || group.head().equals("import");
        if (early ? group.head().equals(head) : head.isEmpty()) {
          wat.field(group);
        }
      }
    }
    wat.later.forEach(Runnable::run);
    return wat.bytes();
  }

  private void field(Node.Group group) {
    Cursor in = new Cursor(group.tail());
    String name = in.peekText().startsWith("$") ? in.text() : "";
    switch (group.head()) {
      case "type" -> type(name, in);
      case "import" -> importing(in);
      case "func" -> function(name, in);
      case "table" -> table(in);
      case "memory" -> memory(in);
      case "global" -> global(name, in);
      case "export" -> export(in);
      case "start" -> later.add(() -> start = unsigned(scope.functions.index(name)));
      case "elem" -> element(in);
      case "data" -> data(name, in);
      default -> throw new IllegalArgumentException("wat: field " + group.head());
    }
  }

  private void type(String name, Cursor in) {
    List<Integer> parameters = new ArrayList<>();
    List<Integer> results = new ArrayList<>();
    for (Node node : ((Node.Group) in.next()).tail()) {
      Node.Group part = (Node.Group) node;
      (part.head().equals("param") ? parameters : results).addAll(Scope.valueTypes(part));
    }
    scope.define(name, new Signature(parameters, results));
  }

  private void importing(Cursor in) {
    Binary out = new Binary();
    out.name(((Node.Text) in.next()).utf8()).name(((Node.Text) in.next()).utf8());
    Node.Group item = (Node.Group) in.next();
    Cursor inner = new Cursor(item.tail());
    String name = inner.peekText().startsWith("$") ? inner.text() : "";
    switch (item.head()) {
      case "func" -> {
        scope.functions.add(name);
        out.u8(0).unsigned(scope.typeUse(inner));
      }
      case "table" -> out.u8(1).raw(tableType(inner));
      case "memory" -> out.u8(2).raw(limits(inner));
      case "global" -> {
        scope.globals.add(name);
        out.u8(3).raw(globalType(inner));
      }
      default -> throw new IllegalArgumentException("wat: import of " + item.head());
    }
    imports.add(out.bytes());
  }

  private void function(String name, Cursor in) {
    int index = scope.functions.add(name);
    exportsOf(in, 0, index);
    List<String> locals = new ArrayList<>();
    List<Node> rest = in.rest();
    rest.stream().filter(n -> Node.isGroup(n, "param")).forEach(n -> name(n, locals));
    functions.add(unsigned(scope.typeUse(in)));
    Binary declared = new Binary();
    List<Integer> types = new ArrayList<>();
    while (in.hasNext() && Node.isGroup(in.peek(), "local")) {
      Node.Group local = (Node.Group) in.next();
      name(local, locals);
      types.addAll(Scope.valueTypes(local));
    }
    declared.unsigned(types.size());
    types.forEach(type -> declared.unsigned(1).u8(type));
    List<Node> instructions = in.rest();
    int slot = code.size();
    code.add(new byte[0]);
    later.add(() -> {
      byte[] body = new Body(scope, locals).encode(instructions);
      code.set(slot, new Binary().sized(declared.raw(body).bytes()).bytes());
    });
  }

  /// Notes the name, or as many blanks as the group declares without one.
  private static void name(Node node, List<String> locals) {
    Node.Group group = (Node.Group) node;
    String first = group.tail().isEmpty() ? "" : Node.text(group.tail().getFirst());
    if (first.startsWith("$")) {
      locals.add(first);
    } else {
      group.tail().forEach(_ -> locals.add(""));
    }
  }

  private void exportsOf(Cursor in, int kind, int index) {
    while (in.hasNext() && Node.isGroup(in.peek(), "export")) {
      Node.Text name = (Node.Text) ((Node.Group) in.next()).tail().getFirst();
      exports.add(new Binary().name(name.utf8()).u8(kind).unsigned(index).bytes());
    }
  }

  private void table(Cursor in) {
    exportsOf(in, 1, 0);
    tables.add(tableType(in));
  }

  private static byte[] tableType(Cursor in) {
    byte[] limits = limits(in);
    return new Binary().u8(Opcodes.valueType(in.text())).raw(limits).bytes();
  }

  private void memory(Cursor in) {
    exportsOf(in, 2, 0);
    memories.add(limits(in));
  }

  private static byte[] limits(Cursor in) {
    long minimum = Body.integer(in.text());
    return in.peekText().matches("\\d+")
        ? new Binary().u8(1).unsigned(minimum).unsigned(Body.integer(in.text())).bytes()
        : new Binary().u8(0).unsigned(minimum).bytes();
  }

  private void global(String name, Cursor in) {
    exportsOf(in, 3, scope.globals.add(name));
    byte[] type = globalType(in);
    List<Node> initializer = in.rest();
    int slot = globals.size();
    globals.add(type);
    later.add(() -> globals.set(slot, new Binary().raw(type).raw(constant(initializer)).bytes()));
  }

  private static byte[] globalType(Cursor in) {
    if (in.peek() instanceof Node.Group mutable) {
      in.next();
      return new Binary().u8(Opcodes.valueType(Node.text(mutable.tail().getFirst())), 1).bytes();
    }
    return new Binary().u8(Opcodes.valueType(in.text()), 0).bytes();
  }

  private byte[] constant(List<Node> instructions) {
    return new Body(scope, List.of()).encode(instructions);
  }

  private void export(Cursor in) {
    String name = ((Node.Text) in.next()).utf8();
    Node.Group item = (Node.Group) in.next();
    String reference = Node.text(item.tail().getFirst());
    later.add(() -> {
      int index = item.head().equals("func") ? scope.functions.index(reference) : 0;
      int kind = List.of("func", "table", "memory").indexOf(item.head());
      exports.add(new Binary().name(name).u8(kind).unsigned(index).bytes());
    });
  }

  private void element(Cursor in) {
    Node.Group offset = (Node.Group) in.next();
    List<String> names = in.rest().stream().map(Node::text).filter(t -> !t.equals("func")).toList();
    later.add(() -> {
      Binary out = new Binary().u8(0).raw(constant(List.of(offset))).unsigned(names.size());
      names.forEach(name -> out.unsigned(scope.functions.index(name)));
      elements.add(out.bytes());
    });
  }

  private void data(String name, Cursor in) {
    scope.data.add(name);
    boolean active = in.peek() instanceof Node.Group;
    Binary out = new Binary().u8(active ? 0 : 1);
    if (active) {
      out.raw(constant(List.of(in.next())));
    }
    Binary bytes = new Binary();
    in.rest().forEach(text -> bytes.raw(((Node.Text) text).bytes()));
    data.add(out.sized(bytes.bytes()).bytes());
  }

  private byte[] bytes() {
    Binary out = new Binary().u8(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    section(out, 1, scope.types.stream().map(Wat::signature).toList());
    section(out, 2, imports);
    section(out, 3, functions);
    section(out, 4, tables);
    section(out, 5, memories);
    section(out, 6, globals);
    section(out, 7, exports);
    if (start.length > 0) {
      out.u8(8).sized(start);
    }
    section(out, 9, elements);
    if (!data.isEmpty()) {
      out.u8(12).sized(unsigned(data.size()));
    }
    section(out, 10, code);
    section(out, 11, data);
    return names(out).bytes();
  }

  private static byte[] signature(Signature type) {
    Binary out = new Binary().u8(0x60).unsigned(type.parameters().size());
    type.parameters().forEach(out::u8);
    out.unsigned(type.results().size());
    type.results().forEach(out::u8);
    return out.bytes();
  }

  private static void section(Binary out, int id, List<byte[]> items) {
    if (!items.isEmpty()) {
      Binary body = new Binary().unsigned(items.size());
      items.forEach(body::raw);
      out.u8(id).sized(body.bytes());
    }
  }

  private Binary names(Binary out) {
    Map<Integer, String> byIndex = new TreeMap<>();
    scope.functions.named().forEach((name, index) -> byIndex.put(index, name.substring(1)));
    Binary map = new Binary().unsigned(byIndex.size());
    byIndex.forEach((index, name) -> map.unsigned(index).name(name));
    Binary section = new Binary().name("name").u8(1).sized(map.bytes());
    return byIndex.isEmpty() ? out : out.u8(0).sized(section.bytes());
  }

  private static byte[] unsigned(long value) {
    return new Binary().unsigned(value).bytes();
  }
}
