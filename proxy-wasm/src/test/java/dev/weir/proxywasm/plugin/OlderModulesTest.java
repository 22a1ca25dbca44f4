package dev.weir.proxywasm.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.engine.wat.Wat;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Host;
import org.junit.jupiter.api.Test;

/// Modules of ABI 0.1.0 as their compilers make them.
class OlderModulesTest {
  private final Host host = new Host();

  @Test
  void importsThatLetGoGiveAStatus() {
    StreamContext stream =
        open(
            """
            (func (export "proxy_on_request_headers") (param i32 i32) (result i32)
              (i32.add (call $request) (i32.const 1)))
            (func (export "proxy_on_response_headers") (param i32 i32) (result i32)
              (i32.add (call $response) (i32.const 1)))
            """);

    assertThat(stream.onRequestHeaders(true)).isEqualTo(HeadersAction.CONTINUE);
    assertThat(stream.onResponseHeaders(true)).isEqualTo(HeadersAction.CONTINUE);
    assertThat(host.observer.events).noneMatch(event -> event.startsWith("retired"));
  }

  @Test
  void headersCallbackOfThreeParametersIsToldOfTheEnd() {
    String pausesAtTheEnd =
        """
        (func (export "proxy_on_request_headers") (param i32 i32 i32) (result i32)
          (local.get 2))
        """;

    assertThat(open(pausesAtTheEnd).onRequestHeaders(false)).isEqualTo(HeadersAction.CONTINUE);
    assertThat(open(pausesAtTheEnd).onRequestHeaders(true)).isNotEqualTo(HeadersAction.CONTINUE);
  }

  private StreamContext open(String callbacks) {
    byte[] module =
        Wat.assemble(
            """
            (module
              (import "env" "proxy_continue_request" (func $request (result i32)))
              (import "env" "proxy_continue_response" (func $response (result i32)))
              (memory (export "memory") 1)
              (func (export "proxy_abi_version_0_1_0"))
              (func (export "malloc") (param i32) (result i32) (i32.const 0))
              %s)
            """
                .formatted(callbacks));
    return host.start(Host.compile(module), PluginSpec.of("old", Bytes.EMPTY))
        .open(FakeExchange.get());
  }
}
