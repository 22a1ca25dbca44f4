package dev.weir.proxywasm.hostcall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginSpec;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.testing.FakeExchange;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each hostcall answers in each callback, by default and in strict mode, which is Envoy's
/// answer. One row is one hostcall of the probe in one callback of a whole exchange.
class StatusTableTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rh | proxy_get_header_map_value(0,x-in)                 | 0:one     | 0:one
          rh | proxy_get_header_map_value(0,X-IN)                 | 0:one     | 0:one
          rh | proxy_get_header_map_value(0,:method)              | 0:GET     | 0:GET
          rh | proxy_get_header_map_value(0,absent)               | 1         | 1
          rh | proxy_get_header_map_value(2,:status)              | 1         | 2
          rh | proxy_get_header_map_value(9,x-in)                 | 2         | 2
          rh | proxy_get_header_map_value(0,@-8:16)               | 6         | 6
          rh | proxy_get_header_map_value(0,x-in,#-4)             | 6         | 6
          rh | proxy_get_header_map_pairs(2)                      | 0:        | 0:
          rh | proxy_get_header_map_pairs(9)                      | 2         | 2
          rh | proxy_get_header_map_size(2)                       | 0:0       | 2
          rh | proxy_get_header_map_size(6)                       | 0:0       | 2
          rh | proxy_add_header_map_value(0,x-new,1)              | 0         | 0
          rh | proxy_add_header_map_value(2,x-new,1)              | 0         | 2
          rh | proxy_add_header_map_value(6,x-new,1)              | 0         | 2
          rh | proxy_add_header_map_value(9,x-new,1)              | 2         | 2
          rh | proxy_replace_header_map_value(0,x-in,2)           | 0         | 0
          rh | proxy_remove_header_map_value(0,absent)            | 0         | 0
          rh | proxy_set_header_map_pairs(0,:path=/&:method=GET)  | 0         | 0
          rh | proxy_get_buffer_bytes(0,0,10)                     | 0:        | 0:
          rh | proxy_get_buffer_bytes(9,0,10)                     | 2         | 2
          rh | proxy_get_buffer_bytes(7,0,10)                     | 1         | 1
          rh | proxy_get_buffer_bytes(4,0,10)                     | 1         | 1
          rh | proxy_get_buffer_bytes(5,0,10)                     | 0:        | 0:
          rh | proxy_set_buffer_bytes(6,0,0,x)                    | 2         | 2
          rh | proxy_set_buffer_bytes(7,0,0,@-8:16)               | 1         | 1
          sh | proxy_get_property(request%00path)                 | 0:/       | 1
          sh | proxy_replace_header_map_value(2,:status,404);proxy_get_property(response%00code) | 0;0:%c8%00%00%00%00%00%00%00 | 0;0:%c8%00%00%00%00%00%00%00
          lg | proxy_get_property(response%00headers%00:status)   | 0:200     | 0:200
          rh | proxy_call_foreign_function(declare_property,x();proxy_call_foreign_function(declare_property,x() | 0:;2 | 0:;2
          rh | proxy_call_foreign_function(set_envoy_filter_state,x() | 0:     | 1
          sh | proxy_get_header_map_value(0,x-in)                 | 0:one     | 2
          sh | proxy_get_header_map_value(2,:status)              | 0:200     | 0:200
          sh | proxy_add_header_map_value(0,x-late,1)             | 0         | 2
          sh | proxy_get_property(response%00code)                | 0:%c8%00%00%00%00%00%00%00 | 0:%c8%00%00%00%00%00%00%00
          rb | proxy_get_buffer_bytes(0,0,100)                    | 0:abcdef  | 0:abcdef
          rb | proxy_get_buffer_bytes(0,2,100)                    | 0:cdef    | 0:cdef
          rb | proxy_get_buffer_bytes(0,2,2)                      | 0:cd      | 0:cd
          rb | proxy_get_buffer_bytes(0,99,2)                     | 0:        | 0:
          rb | proxy_get_buffer_status(0)                         | 0:6:0     | 0:6:0
          rb | proxy_set_buffer_bytes(0,0,0,x)                    | 0         | 0
          rb | proxy_set_buffer_bytes(0,2,1,x)                    | 0         | 2
          rb | proxy_get_header_map_value(0,x-in)                 | 0:one     | 2
          rb | proxy_add_header_map_value(0,x-late,1)             | 0         | 2
          lg | proxy_get_header_map_value(0,x-in)                 | 0:one     | 0:one
          lg | proxy_get_header_map_value(2,:status)              | 0:200     | 0:200
          lg | proxy_get_header_map_value(1,x)                    | 1         | 1
          lg | proxy_add_header_map_value(2,x-late,1)             | 0         | 2
          rh | proxy_get_property(plugin_name)                    | 0:probe   | 0:probe
          rh | proxy_get_property(request%00path)                 | 0:/       | 0:/
          rh | proxy_get_property(request%00headers%00x-in)       | 0:one,two | 0:one,two
          rh | proxy_get_property(no%00such)                      | 1         | 1
          rh | proxy_set_property(a,b);proxy_get_property(a)      | 0;0:b     | 0;0:b
          rh | proxy_continue_stream(0)                           | 0         | 0
          rh | proxy_continue_stream(1)                           | 0         | 0
          rh | proxy_continue_stream(2)                           | 0         | 0
          rh | proxy_continue_stream(3)                           | 12        | 12
          rh | proxy_continue_stream(4)                           | 2         | 2
          rh | proxy_close_stream(9)                              | 2         | 2
          rh | proxy_set_effective_context(99)                    | 2         | 2
          rh | proxy_done()                                       | 1         | 1
          rh | proxy_log(9,x)                                     | 2         | 2
          rh | proxy_get_shared_data(none)                        | 1         | 1
          rh | proxy_set_shared_data(k,v,0);proxy_set_shared_data(k,w,99) | 0;8 | 0;8
          rh | proxy_set_shared_data(new,v,99)                    | 0         | 0
          rh | proxy_resolve_shared_queue(,none)                  | 1         | 1
          rh | proxy_enqueue_shared_queue(77,x)                   | 1         | 1
          rh | proxy_dequeue_shared_queue(77)                     | 1         | 1
          rh | proxy_define_metric(3,m)                           | 2         | 2
          rh | proxy_define_metric(0,m);proxy_increment_metric(4,3);proxy_get_metric(4) | 0;0;0:3 | 0;0;0:3
          rh | proxy_define_metric(0,m);proxy_increment_metric(4,-1) | 0;2    | 0;2
          rh | proxy_define_metric(1,g);proxy_record_metric(5,7);proxy_increment_metric(5,-2);proxy_get_metric(5) | 0;0;0;0:5 | 0;0;0;0:5
          rh | proxy_define_metric(2,h);proxy_increment_metric(6,1);proxy_record_metric(6,1);proxy_get_metric(6) | 0;2;0;2 | 0;2;0;2
          rh | proxy_increment_metric(0,1)                        | 1         | 1
          rh | proxy_get_metric(400)                              | 1         | 1
          rh | proxy_grpc_cancel(1)                               | 1         | 1
          rh | proxy_grpc_close(1)                                | 1         | 1
          rh | proxy_grpc_send(1,x,0)                             | 2         | 2
          rh | proxy_grpc_send(2,x,0)                             | 1         | 1
          rh | proxy_call_foreign_function(none,x)                | 1         | 1
          rh | proxy_send_local_response(200,d,b,,-1)             | 0         | 0
          """)
  void answers(String callback, String operations, String byDefault, String strict) {
    assertThat(statuses(callback, operations, PluginSpec.Behaviour.DEFAULT)).isEqualTo(byDefault);
    assertThat(statuses(callback, operations, PluginSpec.Behaviour.STRICT)).isEqualTo(strict);
  }

  private static String statuses(
      String callback, String operations, PluginSpec.Behaviour behaviour) {
    Probe probe = new Probe(new Host());
    Plugin plugin = probe.start(PluginSpec.of("probe", Bytes.EMPTY).withBehaviour(behaviour));
    FakeExchange exchange = Probe.exchange(callback + "=" + operations);
    exchange.map(MapType.HTTP_REQUEST_HEADERS).add("x-in", "one");
    exchange.map(MapType.HTTP_REQUEST_HEADERS).add("x-in", "two");
    runWhole(plugin.open(exchange), exchange);
    String line =
        probe.lines().stream().filter(l -> l.startsWith(callback)).findFirst().orElseThrow();
    return line.replaceAll("^[a-z]+\\([0-9,]*\\) ", "")
        .replaceAll(" -> .*", "")
        .replaceAll("proxy_[a-z_]+=", "")
        .replace(" ", ";");
  }

  private static void runWhole(StreamContext stream, FakeExchange exchange) {
    stream.onRequestHeaders(false);
    exchange.release(MapType.HTTP_REQUEST_HEADERS);
    exchange.with(BufferType.HTTP_REQUEST_BODY, "abcdef");
    stream.onRequestBody(true);
    exchange.without(BufferType.HTTP_REQUEST_BODY);
    exchange.with(MapType.HTTP_RESPONSE_HEADERS, HeaderMap.of(":status", "200"));
    stream.onResponseHeaders(true);
    stream.close();
  }
}
