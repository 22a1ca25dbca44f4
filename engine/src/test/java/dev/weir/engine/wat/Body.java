package dev.weir.engine.wat;

import java.util.ArrayList;
import java.util.List;

/// Encodes the instructions of one function or constant expression.
final class Body {
  private final Scope scope;
  private final List<String> locals;
  private final List<String> labels = new ArrayList<>();
  private final Binary out = new Binary();

  Body(Scope scope, List<String> locals) {
    this.scope = scope;
    this.locals = locals;
  }

  byte[] encode(List<Node> instructions) {
    all(instructions);
    return out.u8(0x0b).bytes();
  }

  private void all(List<Node> nodes) {
    Cursor cursor = new Cursor(nodes);
    while (cursor.hasNext()) {
      switch (cursor.next()) {
        case Node.Group group -> folded(group);
        case Node.Word(String name) -> flat(name, cursor);
        case Node.Text text -> throw new IllegalArgumentException("wat: string " + text);
      }
    }
  }

  private void flat(String name, Cursor cursor) {
    switch (name) {
      case "block", "loop", "if" -> open(name, cursor);
      case "else" -> out.u8(0x05);
      case "end" -> close();
      default -> one(name, cursor);
    }
  }

  private void folded(Node.Group group) {
    Cursor cursor = new Cursor(group.tail());
    switch (group.head()) {
      case "block", "loop" -> {
        open(group.head(), cursor);
        all(cursor.rest());
        close();
      }
      case "if" -> foldedIf(group);
      default -> {
        List<Node> immediates = new ArrayList<>();
        List<Node> operands = new ArrayList<>();
        for (Node node : group.tail()) {
          (node instanceof Node.Group inner && !inner.head().equals("type") ? operands : immediates)
              .add(node);
        }
        all(operands);
        one(group.head(), new Cursor(immediates));
      }
    }
  }

  private void foldedIf(Node.Group group) {
    Cursor cursor = new Cursor(group.tail());
    List<Node> header = new ArrayList<>();
    List<Node> condition = new ArrayList<>();
    List<Node.Group> arms = new ArrayList<>();
    while (cursor.hasNext()) {
      Node node = cursor.next();
      if (Node.isGroup(node, "then") || Node.isGroup(node, "else")) {
        arms.add((Node.Group) node);
      } else if (node instanceof Node.Word || Node.isGroup(node, "result")) {
        header.add(node);
      } else {
        condition.add(node);
      }
    }
    all(condition);
    open("if", new Cursor(header));
    all(arms.getFirst().tail());
    if (arms.size() > 1) {
      out.u8(0x05);
      all(arms.get(1).tail());
    }
    close();
  }

  private void open(String name, Cursor cursor) {
    String label = cursor.peekText().startsWith("$") ? Node.text(cursor.next()) : "";
    int type = 0x40;
    if (cursor.hasNext() && Node.isGroup(cursor.peek(), "result")) {
      type = Opcodes.valueType(Node.text(((Node.Group) cursor.next()).tail().getFirst()));
    }
    labels.addFirst(label);
    out.u8(name.equals("block") ? 0x02 : name.equals("loop") ? 0x03 : 0x04).u8(type);
  }

  private void close() {
    labels.removeFirst();
    out.u8(0x0b);
  }

  private void one(String name, Cursor in) {
    switch (name) {
      case "br" -> out.u8(0x0c).unsigned(label(in.text()));
      case "br_if" -> out.u8(0x0d).unsigned(label(in.text()));
      case "br_table" -> branchTable(in);
      case "call" -> out.u8(0x10).unsigned(scope.functions.index(in.text()));
      case "call_indirect" -> out.u8(0x11).unsigned(scope.typeUse(in)).u8(0);
      case "local.get" -> out.u8(0x20).unsigned(local(in.text()));
      case "local.set" -> out.u8(0x21).unsigned(local(in.text()));
      case "local.tee" -> out.u8(0x22).unsigned(local(in.text()));
      case "global.get" -> out.u8(0x23).unsigned(scope.globals.index(in.text()));
      case "global.set" -> out.u8(0x24).unsigned(scope.globals.index(in.text()));
      case "memory.size" -> out.u8(0x3f, 0);
      case "memory.grow" -> out.u8(0x40, 0);
      case "i32.const" -> out.u8(0x41).signed(signed32(integer(in.text())));
      case "i64.const" -> out.u8(0x42).signed(integer(in.text()));
      case "f32.const" -> out.u8(0x43).f32(Float.parseFloat(in.text()));
      case "f64.const" -> out.u8(0x44).f64(Double.parseDouble(in.text()));
      case "ref.func" -> out.u8(0xd2).unsigned(scope.functions.index(in.text()));
      case "ref.null" -> out.u8(0xd0, in.text().equals("func") ? 0x70 : 0x6f);
      case "memory.init" -> out.u8(0xfc, 8).unsigned(scope.data.index(in.text())).u8(0);
      case "data.drop" -> out.u8(0xfc, 9).unsigned(scope.data.index(in.text()));
      case "memory.copy" -> out.u8(0xfc, 10, 0, 0);
      case "memory.fill" -> out.u8(0xfc, 11, 0);
      case "table.get" -> out.u8(0x25, 0);
      case "table.set" -> out.u8(0x26, 0);
      case "table.grow" -> out.u8(0xfc, 15, 0);
      case "table.size" -> out.u8(0xfc, 16, 0);
      default -> simple(name, in);
    }
  }

  private void simple(String name, Cursor in) {
    if (Opcodes.memory(name) >= 0) {
      out.u8(Opcodes.memory(name)).u8(0).unsigned(in.attribute("offset="));
    } else if (Opcodes.plain(name) >= 0) {
      out.u8(Opcodes.plain(name));
    } else {
      throw new IllegalArgumentException("wat: instruction " + name);
    }
  }

  private void branchTable(Cursor in) {
    List<Integer> targets = new ArrayList<>();
    while (in.peekText().startsWith("$") || in.peekText().matches("\\d+")) {
      targets.add(label(in.text()));
    }
    out.u8(0x0e).unsigned(targets.size() - 1);
    targets.forEach(out::unsigned);
  }

  private int label(String name) {
    return name.startsWith("$") ? labels.indexOf(name) : Integer.parseInt(name);
  }

  private int local(String name) {
    return name.startsWith("$") ? locals.indexOf(name) : Integer.parseInt(name);
  }

  /// Both `-1` and `0xffffffff` name the same i32.
  private static long signed32(long value) {
    return (int) value;
  }

  static long integer(String text) {
    String digits = text.replace("_", "");
    boolean negative = digits.startsWith("-");
    String magnitude = negative ? digits.substring(1) : digits;
    long value =
        magnitude.startsWith("0x")
            ? Long.parseUnsignedLong(magnitude.substring(2), 16)
            : Long.parseUnsignedLong(magnitude);
    return negative ? -value : value;
  }

  /// A position in a list of nodes.
  static final class Cursor {
    private final List<Node> nodes;
    private int at;

    Cursor(List<Node> nodes) {
      this.nodes = nodes;
    }

    boolean hasNext() {
      return at < nodes.size();
    }

    Node next() {
      return nodes.get(at++);
    }

    Node peek() {
      return nodes.get(at);
    }

    String peekText() {
      return hasNext() ? Node.text(peek()) : "";
    }

    String text() {
      return Node.text(next());
    }

    List<Node> rest() {
      return nodes.subList(at, nodes.size());
    }

    /// The value of `offset=` or 0; an `align=` is passed over, as it is only a hint.
    long attribute(String name) {
      long value = 0;
      while (peekText().startsWith("offset=") || peekText().startsWith("align=")) {
        String text = text();
        value = text.startsWith(name) ? integer(text.substring(name.length())) : value;
      }
      return value;
    }
  }
}
