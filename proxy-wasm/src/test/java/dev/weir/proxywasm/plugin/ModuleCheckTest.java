package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.engine.wat.Wat;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.ModuleFacts;
import dev.weir.proxywasm.PluginException.ModuleRefused;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.AbiVersion;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.testing.Guests;
import dev.weir.proxywasm.testing.Host;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a module must have to be loaded, and what its author reads when it has not.
class ModuleCheckTest {
  private static final String MARKER = "(func (export \"proxy_abi_version_0_2_1\"))";
  private static final String ALLOCATOR =
      "(func (export \"malloc\") (param i32) (result i32) (i32.const 0))";
  private static final String MEMORY = "(memory (export \"memory\") 1)";

  @ParameterizedTest
  @EnumSource(AbiVersion.class)
  void takesEveryMarkerInUse(AbiVersion version) {
    String marker = "(func (export \"%s\"))".formatted(version.marker());

    assertThat(compile(MEMORY, marker, ALLOCATOR).facts().abi()).isEqualTo(version);
  }

  @Test
  void namesAMissingMarker() {
    assertThatThrownBy(() -> compile(MEMORY, ALLOCATOR))
        .isInstanceOf(ModuleRefused.class)
        .hasMessageContaining("no proxy-wasm ABI marker")
        .hasMessageContaining("proxy_abi_version_0_2_1");
  }

  @Test
  void namesAnUnknownMarker() {
    assertThatThrownBy(
            () -> compile(MEMORY, "(func (export \"proxy_abi_version_9_9_9\"))", ALLOCATOR))
        .isInstanceOf(ModuleRefused.class)
        .hasMessageContaining("'proxy_abi_version_9_9_9'");
  }

  @Test
  void namesAnUnknownImportWithItsType() {
    String foreign = "(import \"env\" \"foo\" (func (param i32 i64) (result i32)))";

    assertThatThrownBy(() -> compile(foreign, MEMORY, MARKER, ALLOCATOR))
        .isInstanceOf(ModuleRefused.class)
        .hasMessageStartingWith("import env.foo: function (i32, i64) -> (i32) is not provided");
  }

  @Test
  void namesAnImportOfAnotherType() {
    String wrong = "(import \"env\" \"proxy_log\" (func (param i32 i64 i32) (result i32)))";

    assertThatThrownBy(() -> compile(wrong, MEMORY, MARKER, ALLOCATOR))
        .isInstanceOf(ModuleRefused.class)
        .hasMessage(
            "import env.proxy_log: (i32, i64, i32) -> (i32)"
                + " (expected: (i32, i32, i32) -> (i32))");
  }

  @Test
  void namesAMissingAllocator() {
    assertThatThrownBy(() -> compile(MEMORY, MARKER))
        .isInstanceOf(ModuleRefused.class)
        .hasMessageContaining("proxy_on_memory_allocate");
  }

  @Test
  void namesACallbackOfAnotherType() {
    String wrong = "(func (export \"proxy_on_tick\") (param i64))";

    assertThatThrownBy(() -> compile(MEMORY, MARKER, ALLOCATOR, wrong))
        .isInstanceOf(ModuleRefused.class)
        .hasMessageStartingWith("export proxy_on_tick:");
  }

  @ParameterizedTest
  @EnumSource(Callback.class)
  void namesEveryCallbackOfAnotherTypeAndEveryOneThatIsNoFunction(Callback callback) {
    String name = callback.exportName();
    String function = "(func (export \"%s\") (param i32 f32) (result i64) (i64.const 0))";
    String global = "(global (export \"%s\") i32 (i32.const 0))";

    for (String wrong : List.of(function, global)) {
      assertThatThrownBy(() -> compile(MEMORY, MARKER, ALLOCATOR, wrong.formatted(name)))
          .isInstanceOf(ModuleRefused.class)
          .hasMessageStartingWith("export %s: ", name)
          .hasMessageContaining("(expected: function %d x i32", callback.parameters());
    }
  }

  @Test
  void namesAnAllocatorOfAnotherType() {
    String wrong = "(func (export \"malloc\") (param i64) (result i32) (i32.const 0))";

    assertThatThrownBy(() -> compile(MEMORY, MARKER, wrong))
        .isInstanceOf(ModuleRefused.class)
        .hasMessage("module: allocator (i64) -> (i32) (expected: (i32) -> (i32))");
  }

  @Test
  void namesAMissingMemoryAndAnImportThatIsNoFunction() {
    assertThatThrownBy(() -> compile(MARKER, ALLOCATOR))
        .isInstanceOf(ModuleRefused.class)
        .hasMessageStartingWith("module: no memory");
    assertThatThrownBy(
            () -> compile("(import \"env\" \"t\" (table 1 funcref))", MEMORY, MARKER, ALLOCATOR))
        .isInstanceOf(ModuleRefused.class)
        .hasMessageStartingWith("import env.t: table");
  }

  @Test
  void startsAModuleWhoseInitialisationTakesArguments() {
    Host host = new Host();
    String odd = "(func (export \"_initialize\") (param i64 f64) (result i32) (i32.const 7))";

    host.start(compile(MEMORY, MARKER, ALLOCATOR, odd), PluginSpec.of("odd", Bytes.EMPTY));

    assertThat(host.observer.events).contains("started");
  }

  @Test
  void refusesWhatIsNoModule() {
    assertThatThrownBy(() ->
            ProxyWasmModule.compile(Host.ENGINE, "#!/bin/sh".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(ModuleRefused.class);
    byte[] component = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    assertThatThrownBy(() -> ProxyWasmModule.compile(Host.ENGINE, component))
        .isInstanceOf(ModuleRefused.class)
        .hasMessageContaining("component");
  }

  @Test
  void readsFactsWithoutCompiling() {
    ModuleFacts facts = ModuleFacts.read(Guests.filter("headers"));

    assertThat(facts.seesRequestHeaders()).isTrue();
    assertThat(facts.seesResponseHeaders()).isTrue();
    assertThat(facts.seesRequestBody()).isFalse();
    assertThat(facts.makesCallouts()).isFalse();
  }

  private static ProxyWasmModule compile(String... fields) {
    return Host.compile(Wat.assemble("(module " + String.join(" ", fields) + ")"));
  }
}
