package dev.weir.proxywasm.hostcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.AbiVersion;
import dev.weir.proxywasm.abi.Callback;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.testing.Host;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Every hostcall and callback of ABI 0.2.1 by the specification's name: implemented, or refused by
/// name.
class ConformanceTest {
  private static final Set<String> HOSTCALLS =
      Set.of(
          "proxy_log",
          "proxy_get_log_level",
          "proxy_get_current_time_nanoseconds",
          "proxy_set_tick_period_milliseconds",
          "proxy_get_status",
          "proxy_set_effective_context",
          "proxy_done",
          "proxy_continue_stream",
          "proxy_close_stream",
          "proxy_send_local_response",
          "proxy_get_buffer_bytes",
          "proxy_get_buffer_status",
          "proxy_set_buffer_bytes",
          "proxy_get_header_map_size",
          "proxy_get_header_map_pairs",
          "proxy_set_header_map_pairs",
          "proxy_get_header_map_value",
          "proxy_add_header_map_value",
          "proxy_replace_header_map_value",
          "proxy_remove_header_map_value",
          "proxy_http_call",
          "proxy_grpc_call",
          "proxy_grpc_stream",
          "proxy_grpc_send",
          "proxy_grpc_cancel",
          "proxy_grpc_close",
          "proxy_get_shared_data",
          "proxy_set_shared_data",
          "proxy_register_shared_queue",
          "proxy_resolve_shared_queue",
          "proxy_enqueue_shared_queue",
          "proxy_dequeue_shared_queue",
          "proxy_define_metric",
          "proxy_increment_metric",
          "proxy_record_metric",
          "proxy_get_metric",
          "proxy_get_property",
          "proxy_set_property",
          "proxy_call_foreign_function");

  /// What 0.1.0 has beside them, and the names that published modules use.
  private static final Set<String> OLDER =
      Set.of(
          "proxy_get_configuration",
          "proxy_continue_request",
          "proxy_continue_response",
          "proxy_clear_route_cache",
          "proxy_dispatch_http_call");

  private static final Set<String> CALLED =
      Set.of(
          "proxy_on_context_create",
          "proxy_on_vm_start",
          "proxy_on_configure",
          "proxy_validate_configuration",
          "proxy_on_tick",
          "proxy_on_new_connection",
          "proxy_on_downstream_data",
          "proxy_on_upstream_data",
          "proxy_on_downstream_connection_close",
          "proxy_on_upstream_connection_close",
          "proxy_on_request_headers",
          "proxy_on_request_body",
          "proxy_on_request_trailers",
          "proxy_on_response_headers",
          "proxy_on_response_body",
          "proxy_on_response_trailers",
          "proxy_on_http_call_response",
          "proxy_on_grpc_receive_initial_metadata",
          "proxy_on_grpc_receive",
          "proxy_on_grpc_receive_trailing_metadata",
          "proxy_on_grpc_close",
          "proxy_on_queue_ready",
          "proxy_on_done",
          "proxy_on_log",
          "proxy_on_delete");

  /// Known, checked for their type, and never called over ext_proc: there are no METADATA frames,
  /// and no foreign function of this host calls back.
  private static final Set<String> NEVER_CALLED =
      Set.of(
          "proxy_on_foreign_function", "proxy_on_request_metadata", "proxy_on_response_metadata");

  @Test
  void everyHostcallIsKnownByItsName() {
    Set<String> all = new TreeSet<>(HOSTCALLS);
    all.addAll(OLDER);
    Set<String> known = new TreeSet<>();
    for (Hostcall call : Hostcall.values()) {
      known.add(call.importName());
    }

    assertThat(known).isEqualTo(all);
  }

  @Test
  void everyHostcallIsImplemented() {
    Host host = new Host();
    Vm vm = new Vm(AbiVersion.V0_2_1, PluginSpec.of("p", Bytes.EMPTY), host.services, host.lane);

    Map<Hostcall, HostcallBody> bodies = Linker.bodies(vm);

    assertThat(bodies.keySet()).containsExactlyInAnyOrder(Hostcall.values());
  }

  @Test
  void everyCallbackIsCalledOrNeverCalledForAReason() {
    Set<String> all = new TreeSet<>(CALLED);
    all.addAll(NEVER_CALLED);
    Set<String> known = new TreeSet<>();
    for (Callback callback : Callback.values()) {
      known.add(callback.exportName());
    }

    assertThat(known).isEqualTo(all);
  }
}
