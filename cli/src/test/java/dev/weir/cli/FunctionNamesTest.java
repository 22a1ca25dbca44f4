package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.resolve.FunctionNames;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.wasi.WasiFunction;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FunctionNamesTest {
  @Test
  void documentsMayNameWhatTheHostHas() {
    List<String> host =
        Stream.of(
                Stream.of(Hostcall.values()).map(Hostcall::importName),
                Stream.of(Callback.values()).map(Callback::exportName),
                Stream.of(WasiFunction.values()).map(WasiFunction::importName))
            .flatMap(names -> names)
            .toList();

    assertThat(FunctionNames.all()).containsExactlyInAnyOrderElementsOf(host);
  }
}
