package dev.weir.engine.chicory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Lets compiled functions count how deep their calls are nested, by calling `GuestStack` where
/// they begin and return.
///
/// The JVM ends a recursion only when the thread's stack is full, which is the same for all plugins
/// and leaves nothing for the host to run on. Only functions that a recursion has to pass count:
/// one of each cycle of calls, and each that calls by pointer. Between two of them there are only
/// so many frames, and counting costs a hot function as much as a small one does.
final class CallCounting {
  private static final ClassDesc GUEST_STACK = ClassDesc.of(GuestStack.class.getName());
  private static final MethodTypeDesc TAKES_MEMORY =
      MethodTypeDesc.of(ConstantDescs.CD_void, ClassDesc.of("com.dylibso.chicory.runtime.Memory"));

  /// Name of the methods that call by pointer.
  private static final String BY_POINTER_PREFIX = "call_indirect";

  /// The last two parameters of each function are the memory and the instance.
  private static final int OWN_PARAMETERS = 2;

  /// A method of 64 KiB cannot grow; what large ones call is counted.
  private static final int LARGEST_METHOD_BYTES = 60_000;

  private final ClassFile classes = ClassFile.of();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final Set<String> counted = new HashSet<>();

  private CallCounting() {}

  /// The classes of a module as the library packs them, with the functions that matter counted.
  static byte[] applyToAll(byte[] packed) {
    CallCounting counting = new CallCounting();
    try {
      counting.read(packed);
      counting.choose();
      return counting.write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(byte[] packed) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(packed))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
  }

  private void choose() {
    CallGraph graph = new CallGraph();
    entries.forEach((name, content) -> {
      if (isClass(name)) {
        functions(content).forEach(function -> add(function, graph));
      }
    });
    counted.addAll(graph.heads());
  }

  private void add(MethodModel function, CallGraph graph) {
    String name = function.methodName().stringValue();
    Set<String> callees = new LinkedHashSet<>();
    for (CodeElement element : function.code().orElseThrow()) {
      if (element instanceof InvokeInstruction call) {
        String callee = call.name().stringValue();
        if (callee.startsWith(Traps.METHOD_PREFIX)) {
          callees.add(callee);
        } else if (callee.startsWith(BY_POINTER_PREFIX)) {
          counted.add(name);
        }
      }
    }
    graph.add(name, callees);
  }

  private List<MethodModel> functions(byte[] content) {
    return classes.parse(content).methods().stream()
        .filter(method -> method.methodName().stringValue().startsWith(Traps.METHOD_PREFIX))
        .filter(method -> method.code().isPresent())
        .toList();
  }

  private byte[] write() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(packed)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(isClass(entry.getKey()) ? apply(entry.getValue()) : entry.getValue());
      }
    }
    return packed.toByteArray();
  }

  private static boolean isClass(String entry) {
    return entry.endsWith(".class");
  }

  private byte[] apply(byte[] content) {
    ClassModel model = classes.parse(content);
    if (model.methods().stream().noneMatch(this::counts)) {
      return content;
    }
    ClassTransform counting =
        (builder, element) -> {
          if (element instanceof MethodModel method && counts(method)) {
            builder.transformMethod(
                method, MethodTransform.transformingCode(new Counting(memorySlot(method))));
          } else {
            builder.with(element);
          }
        };
    return classes.transformClass(model, counting);
  }

  private boolean counts(MethodModel method) {
    return counted.contains(method.methodName().stringValue())
        && method.code().orElseThrow() instanceof CodeAttribute code
        && code.codeLength() <= LARGEST_METHOD_BYTES;
  }

  private static int memorySlot(MethodModel method) {
    List<ClassDesc> parameters = method.methodTypeSymbol().parameterList();
    return parameters.subList(0, parameters.size() - OWN_PARAMETERS).stream()
        .mapToInt(type -> TypeKind.from(type).slotSize())
        .sum();
  }

  /// @param memory local variable that holds the memory
  private record Counting(int memory) implements CodeTransform {
    @Override
    public void atStart(CodeBuilder code) {
      code.aload(memory).invokestatic(GUEST_STACK, "enter", TAKES_MEMORY);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      if (element instanceof ReturnInstruction) {
        code.aload(memory).invokestatic(GUEST_STACK, "leave", TAKES_MEMORY);
      }
      code.with(element);
    }
  }
}
