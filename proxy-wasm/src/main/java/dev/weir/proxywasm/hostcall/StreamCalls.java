package dev.weir.proxywasm.hostcall;

import static dev.weir.proxywasm.abi.ProxyStatus.BAD_ARGUMENT;
import static dev.weir.proxywasm.abi.ProxyStatus.INVALID_MEMORY_ACCESS;
import static dev.weir.proxywasm.abi.ProxyStatus.OK;
import static dev.weir.proxywasm.abi.ProxyStatus.UNIMPLEMENTED;
import static dev.weir.proxywasm.hostcall.Arguments.bytes;
import static dev.weir.proxywasm.hostcall.Arguments.i32;
import static dev.weir.proxywasm.hostcall.Arguments.outside;
import static dev.weir.proxywasm.hostcall.Arguments.text;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.Hostcall;
import dev.weir.proxywasm.abi.ProxyStatus;
import dev.weir.proxywasm.abi.StreamType;
import dev.weir.proxywasm.context.ConnectionContext;
import dev.weir.proxywasm.context.PluginContext;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.context.Vm;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.LocalResponse;
import dev.weir.proxywasm.http.Pairs;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Specification: "HTTP streams" and "Common HTTP and TCP operations": resume, close, answer.
final class StreamCalls {
  private static final int STATUS_FOR_ILLEGAL = 500;
  private static final int HIGHEST_GRPC_STATUS = 16;
  private static final Pattern BLANK = Pattern.compile("\\s");

  private final Vm vm;

  StreamCalls(Vm vm) {
    this.vm = vm;
  }

  void addTo(Map<Hostcall, HostcallBody> bodies) {
    bodies.put(Hostcall.CONTINUE_STREAM, a -> resume(i32(a, 0)));
    bodies.put(Hostcall.CONTINUE_REQUEST, a -> resume(StreamType.HTTP_REQUEST.code()));
    bodies.put(Hostcall.CONTINUE_RESPONSE, a -> resume(StreamType.HTTP_RESPONSE.code()));
    bodies.put(Hostcall.CLOSE_STREAM, this::close);
    bodies.put(Hostcall.SEND_LOCAL_RESPONSE, this::answer);
    bodies.put(Hostcall.CLEAR_ROUTE_CACHE, this::clearRouteCache);
  }

  private ProxyStatus resume(int code) {
    Optional<StreamType> type = StreamType.find(code);
    if (type.isEmpty()) {
      return BAD_ARGUMENT;
    }
    return switch (type.get()) {
      case HTTP_REQUEST, HTTP_RESPONSE -> {
        if (vm.current() instanceof StreamContext stream) {
          stream.resume(type.get());
        }
        yield OK;
      }
      case DOWNSTREAM, UPSTREAM -> resumeConnection(type.get());
    };
  }

  /// Envoy cannot let go of what a server sent; a module that asks for it is waiting for that.
  private ProxyStatus resumeConnection(StreamType type) {
    boolean connection = vm.current() instanceof ConnectionContext;
    if (type == StreamType.UPSTREAM && (!connection || vm.current().plugin().strict())) {
      return UNIMPLEMENTED;
    }
    if (vm.current() instanceof ConnectionContext context) {
      context.resume(type);
    }
    return OK;
  }

  private ProxyStatus close(long[] a) {
    Optional<StreamType> type = StreamType.find(i32(a, 0));
    if (type.isEmpty()) {
      return BAD_ARGUMENT;
    }
    boolean http = type.get() == StreamType.HTTP_REQUEST || type.get() == StreamType.HTTP_RESPONSE;
    switch (vm.current()) {
      case StreamContext stream -> stream.reset(type.get());
      case ConnectionContext connection when !http -> connection.closeConnection();
      case ConnectionContext _, PluginContext _ -> {}
    }
    return OK;
  }

  private ProxyStatus clearRouteCache(long[] a) {
    if (vm.current() instanceof StreamContext stream) {
      stream.clearRouteCache();
    }
    return OK;
  }

  /// Always Ok, because the SDKs trap on anything else: a status that cannot go out becomes 500.
  private ProxyStatus answer(long[] a) {
    if (outside(vm.memory(), a, 1) || outside(vm.memory(), a, 3) || outside(vm.memory(), a, 5)) {
      return INVALID_MEMORY_ACCESS;
    }
    switch (vm.current()) {
      case StreamContext stream -> stream.answer(response(stream, a));
      case ConnectionContext connection ->
          connection.plugin().dropped("local response on a TCP connection");
      case PluginContext _ -> {}
    }
    return OK;
  }

  private LocalResponse response(StreamContext stream, long[] a) {
    int status = i32(a, 0);
    if (!LocalResponse.isStatus(status)) {
      stream.plugin().dropped("local response status outside 200..599");
      status = STATUS_FOR_ILLEGAL;
    }
    HeaderMap headers =
        Pairs.read(vm.memory().array(), i32(a, 5), i32(a, 6)).orElseGet(HeaderMap::new);
    int grpcStatus = i32(a, 7);
    return new LocalResponse(
        status,
        headers,
        Bytes.wrap(bytes(vm.memory(), a, 3)),
        grpcStatus < 0 || grpcStatus > HIGHEST_GRPC_STATUS
            ? LocalResponse.NO_GRPC_STATUS
            : grpcStatus,
        BLANK.matcher(text(vm.memory(), a, 1)).replaceAll("_"));
  }
}
