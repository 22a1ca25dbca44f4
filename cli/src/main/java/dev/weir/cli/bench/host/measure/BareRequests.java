package dev.weir.cli.bench.host.measure;

import dev.weir.engine.CompiledModule;
import dev.weir.engine.InstanceLimits;
import dev.weir.engine.WasmFunction;
import dev.weir.engine.WasmInstance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// The same calls into a module as [PluginRequests] makes, on the engine with a [BareHost].
final class BareRequests implements Requests, AutoCloseable {
  private static final int PLUGIN = 1;
  private static final int HEADERS = 20;
  private static final InstanceLimits PATIENT =
      new InstanceLimits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          InstanceLimits.DEFAULT.memoryBytes(),
          InstanceLimits.DEFAULT.tableElements());

  private final WasmInstance instance;
  private final BenchExchange exchange;
  private final int bodyBytes;
  private final Optional<WasmFunction> create;
  private final Optional<WasmFunction> requestHeaders;
  private final Optional<WasmFunction> requestBody;
  private final Optional<WasmFunction> responseHeaders;
  private final Optional<WasmFunction> responseBody;
  private final Optional<WasmFunction> log;
  private final Optional<WasmFunction> done;
  private final Optional<WasmFunction> delete;
  private int context = PLUGIN;

  BareRequests(CompiledModule module, Subject subject, byte[] body) {
    this.exchange = new BenchExchange(subject, body);
    BareHost host = new BareHost(subject, exchange);
    this.instance = module.instantiate(host.functions(module.shape()), PATIENT);
    this.bodyBytes = body.length;
    this.create = instance.function("proxy_on_context_create");
    this.requestHeaders = instance.function("proxy_on_request_headers");
    this.requestBody = instance.function("proxy_on_request_body");
    this.responseHeaders = instance.function("proxy_on_response_headers");
    this.responseBody = instance.function("proxy_on_response_body");
    this.log = instance.function("proxy_on_log");
    this.done = instance.function("proxy_on_done");
    this.delete = instance.function("proxy_on_delete");
    start(subject.configuration().getBytes(StandardCharsets.UTF_8).length);
  }

  private void start(int configurationBytes) {
    instance
        .function("_initialize")
        .or(() -> instance.function("_start"))
        .ifPresent(WasmFunction::call);
    create.ifPresent(call -> call.call(PLUGIN, 0));
    instance.function("proxy_on_vm_start").ifPresent(call -> call.call(PLUGIN, 0));
    instance
        .function("proxy_on_configure")
        .ifPresent(call -> call.call(PLUGIN, configurationBytes));
    instance.started();
  }

  @Override
  public void one() {
    context++;
    exchange.begin();
    if (create.isPresent()) {
      create.get().call(context, PLUGIN);
    }
    headers(requestHeaders);
    body(requestBody);
    exchange.respond();
    headers(responseHeaders);
    body(responseBody);
    end(log);
    end(done);
    end(delete);
  }

  private void headers(Optional<WasmFunction> callback) {
    if (callback.isPresent()) {
      WasmFunction function = callback.get();
      if (function.type().parameters().size() == 2) {
        function.call(context, HEADERS);
      } else {
        function.call(context, HEADERS, bodyBytes == 0 ? 1 : 0);
      }
    }
  }

  private void body(Optional<WasmFunction> callback) {
    if (bodyBytes > 0 && callback.isPresent()) {
      exchange.showBody();
      callback.get().call(context, bodyBytes, 1);
    }
  }

  private void end(Optional<WasmFunction> callback) {
    if (callback.isPresent()) {
      callback.get().call(context);
    }
  }

  @Override
  public void close() {
    instance.close();
  }
}
