package dev.weir.cli.bench.host.measure;

import dev.weir.cli.bench.process.Disturbance;
import dev.weir.engine.EngineOptions;
import dev.weir.engine.WasmEngine;
import dev.weir.engine.chicory.ChicoryEngine;
import dev.weir.engine.module.ModuleLimits;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.PluginLimits;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.plugin.ProxyWasmModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Measures one module, as the main class of a Java virtual machine of its own: no other module has
/// left traces in what was compiled, and the heap is this module's.
///
/// Takes an [Order] as JSON and prints a [SubjectResult] as JSON on a line that begins with
/// [#RESULT].
public final class SubjectProcess {
  /// What is wanted of a module.
  public enum Task {
    /// Only how long it takes from bytes to the first request.
    START,
    /// That, requests with every size of body, memory, and a long run.
    ALL,
    /// Only requests with every size of body.
    COSTS,
    /// How soon an endless loop is stopped.
    STOP
  }

  /// What to measure.
  ///
  /// @param cache folder for compiled classes; whether it has those of the module decides what
  ///   START finds
  public record Order(Task task, Subject subject, HostPlan plan, Path cache, boolean cached) {}

  public static final String RESULT = "RESULT ";

  /// Begins the only line where the module cannot run; why follows.
  public static final String REFUSED = "REFUSED ";

  private static final long CACHE_BYTES = 1L << 30;
  private static final byte DIGIT = '7'; // for a filter that looks for digits

  private final Order order;
  private final byte[] bytes;
  private final WasmEngine engine;

  private SubjectProcess(Order order, byte[] bytes, WasmEngine engine) {
    this.order = order;
    this.bytes = bytes;
    this.engine = engine;
  }

  public static void main(String[] arguments) throws IOException {
    Order order = JsonMapper.shared().readValue(arguments[0], Order.class);
    byte[] bytes = Files.readAllBytes(order.subject().module());
    var options = new EngineOptions(ModuleLimits.DEFAULT, Optional.of(order.cache()), CACHE_BYTES);
    try (WasmEngine engine = ChicoryEngine.start(options)) {
      SubjectResult result = new SubjectProcess(order, bytes, engine).result();
      System.out.println(RESULT + JsonMapper.shared().writeValueAsString(result));
    } catch (PluginException e) {
      System.out.println(REFUSED + e.getMessage());
      System.exit(1);
    }
  }

  private SubjectResult result() {
    Disturbance disturbance = Disturbance.since(Set.of(ProcessHandle.current().pid()));
    SubjectResult measured = measure();
    return measured.withOthers(disturbance.cores());
  }

  private SubjectResult measure() {
    long begin = System.nanoTime();
    ProxyWasmModule module = ProxyWasmModule.compile(engine, bytes);
    if (order.task() == Task.STOP) {
      var stop = new LoopStop(module, order.subject()).measure(order.plan().loops());
      return new SubjectResult(List.of(), List.of(), List.of(), List.of(), List.of(stop), 0);
    }
    var first = new PluginRequests(module, order.subject(), new byte[0]);
    first.one();
    var start = new SubjectResult.Start(order.cached(), (System.nanoTime() - begin) / 1e6);
    first.close();
    if (order.task() == Task.START) {
      return new SubjectResult(List.of(start), List.of(), List.of(), List.of(), List.of(), 0);
    }
    List<SubjectResult.Cost> costs = costs(module);
    if (order.task() == Task.COSTS) {
      return new SubjectResult(List.of(), costs, List.of(), List.of(), List.of(), 0);
    }
    return new SubjectResult(
        List.of(start), costs, List.of(memory(module)), List.of(longRun(module)), List.of(), 0);
  }

  private List<SubjectResult.Cost> costs(ProxyWasmModule module) {
    List<SubjectResult.Cost> costs = new ArrayList<>();
    for (int size : order.plan().bodies()) {
      if (size > 0 && !module.facts().seesRequestBody()) {
        continue; // the host would not ask the proxy for bodies
      }
      byte[] body = new byte[size];
      Arrays.fill(body, DIGIT);
      try (var host = new PluginRequests(module, order.subject(), body);
          var bare = new BareRequests(module.compiled(), order.subject(), body)) {
        costs.add(new RequestCost(order.plan()).measure(host, bare, size));
      }
    }
    return costs;
  }

  private SubjectResult.Memory memory(ProxyWasmModule module) {
    List<Plugin> plugins = new ArrayList<>();
    long before = Heap.live();
    for (int i = 0; i < order.plan().instances(); i++) {
      plugins.add(PluginRequests.start(module, order.subject(), PluginLimits.defaults()));
    }
    double each = (Heap.live() - before) / (double) plugins.size();
    plugins.forEach(Plugin::close);
    return new SubjectResult.Memory(each / 1024);
  }

  private SubjectResult.LongRun longRun(ProxyWasmModule module) {
    long wanted = order.plan().longRun();
    try (var requests = new PluginRequests(module, order.subject(), new byte[0])) {
      requests.one();
      long before = Heap.live();
      for (long i = 0; i < wanted; i++) {
        requests.one();
      }
      return new SubjectResult.LongRun(wanted, before, Heap.live());
    }
  }
}
