package dev.weir.proxywasm.foreign;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.context.Context;
import dev.weir.proxywasm.foreign.ForeignFunction.Result;
import dev.weir.proxywasm.http.PropertyBytes;
import dev.weir.proxywasm.http.PropertyValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `expr_create`, `expr_evaluate`, `expr_delete`: expressions of the Common Expression Language
/// over the properties of a context.
final class Expressions {
  /// The roots of Envoy's attributes; what is below them is looked up when an expression asks.
  private static final List<String> ROOTS =
      List.of(
          "request",
          "response",
          "source",
          "destination",
          "connection",
          "upstream",
          "metadata",
          "filter_state",
          "upstream_filter_state",
          "xds",
          "plugin_name",
          "plugin_root_id",
          "plugin_vm_id",
          "connection_id",
          "node");

  /// Own bounds: an expression runs on a lane and cannot be interrupted.
  private static final int MAX_EXPRESSION_BYTES = 16 << 10;

  private static final int MAX_EXPRESSIONS = 1_000;
  private static final int MAX_ITERATIONS = 10_000;
  private static final int MAX_DEPTH = 50;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_EXPRESSION_BYTES)
          .maxParseRecursionDepth(MAX_DEPTH)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .build();

  /// Shared by all VMs, and made on first use, as most plugins have no expressions: a quarter of a
  /// second once, which plugins spend while they are configured.
  private static final class Cel {
    static final CelCompiler COMPILER = compiler();
    static final CelRuntime RUNTIME =
        CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    private static CelCompiler compiler() {
      CelCompilerBuilder builder =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setOptions(OPTIONS)
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
      ROOTS.forEach(root -> builder.addVar(root, SimpleType.DYN));
      return builder.build();
    }
  }

  private final Map<Integer, CelRuntime.Program> programs = new HashMap<>();
  private int nextToken;

  Result create(byte[] argument) {
    if (argument.length > MAX_EXPRESSION_BYTES || programs.size() >= MAX_EXPRESSIONS) {
      return Result.failed(ProxyStatus.BAD_ARGUMENT);
    }
    try {
      String text = new String(argument, StandardCharsets.UTF_8);
      CelAbstractSyntaxTree tree = Cel.COMPILER.compile(text).getAst();
      int token = nextToken++;
      programs.put(token, Cel.RUNTIME.createProgram(tree));
      return Result.of(Bytes.wrap(word(token)));
    } catch (CelValidationException | CelEvaluationException e) {
      return Result.failed(ProxyStatus.BAD_ARGUMENT);
    }
  }

  Result evaluate(Context context, byte[] argument) {
    if (argument.length != Integer.BYTES) {
      return Result.failed(ProxyStatus.BAD_ARGUMENT);
    }
    CelRuntime.Program program = programs.get(token(argument));
    if (program == null) {
      return Result.failed(ProxyStatus.NOT_FOUND);
    }
    try {
      Object value = program.eval(name -> CelValues.root(context, name));
      Optional<PropertyValue> result = CelValues.property(value);
      return result.isPresent()
          ? Result.of(Bytes.wrap(PropertyBytes.write(result.get())))
          : Result.failed(ProxyStatus.SERIALIZATION_FAILURE);
    } catch (CelEvaluationException e) {
      return Result.failed(ProxyStatus.INTERNAL_FAILURE);
    }
  }

  Result delete(byte[] argument) {
    if (argument.length != Integer.BYTES) {
      return Result.failed(ProxyStatus.BAD_ARGUMENT);
    }
    programs.remove(token(argument));
    return Result.OK;
  }

  private static int token(byte[] argument) {
    return ByteBuffer.wrap(argument).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private static byte[] word(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
