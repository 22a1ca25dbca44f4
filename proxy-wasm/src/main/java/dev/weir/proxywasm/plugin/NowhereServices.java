package dev.weir.proxywasm.plugin;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.LogLevel;
import dev.weir.proxywasm.service.PluginLog;
import dev.weir.proxywasm.service.PluginServices;
import dev.weir.proxywasm.service.Upstreams;

/// Services without any effect outside: for instances that never see real traffic.
final class NowhereServices {
  private NowhereServices() {}

  static PluginServices replacing(PluginServices local) {
    return new PluginServices(
        local.clock(),
        new Silence(),
        local.metrics(),
        local.state(),
        new Unanswered(),
        local.observer(),
        local.loader());
  }

  private static final class Silence implements PluginLog {
    @Override
    public LogLevel level(String plugin) {
      return LogLevel.INFO;
    }

    @Override
    public void log(String plugin, LogLevel level, String message) {}
  }

  /// Takes every call and answers none.
  private static final class Unanswered implements Upstreams {
    @Override
    public boolean contains(String upstream) {
      return true;
    }

    @Override
    public Call http(HttpRequest request, HttpListener listener) {
      return () -> {};
    }

    @Override
    public GrpcStream grpc(GrpcRequest request, GrpcListener listener) {
      return new GrpcStream() {
        @Override
        public void send(Bytes message, boolean endOfStream) {}

        @Override
        public void close() {}

        @Override
        public void cancel() {}
      };
    }
  }
}
