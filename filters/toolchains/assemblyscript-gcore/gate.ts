// The gate filter in AssemblyScript with the SDK @gcoredev/proxy-wasm-sdk-as.
export * from "@gcoredev/proxy-wasm-sdk-as/assembly/proxy";
import {
  Context,
  FilterHeadersStatusValues,
  GrpcStatusValues,
  registerRootContext,
  RootContext,
  send_local_response,
  stream_context,
} from "@gcoredev/proxy-wasm-sdk-as/assembly";

class Gate extends RootContext {
  createContext(id: u32): Context {
    return new Request(id, this);
  }
}

class Request extends Context {
  constructor(id: u32, private readonly gate: Gate) {
    super(id, gate);
  }

  onRequestHeaders(count: u32, endOfStream: bool): FilterHeadersStatusValues {
    const headers = stream_context.headers.request;
    if (headers.get(":path").endsWith("/forbidden")) {
      send_local_response(403, "gate", String.UTF8.encode("forbidden by assemblyscript-gcore\n"), [], GrpcStatusValues.InvalidCode);
      return FilterHeadersStatusValues.StopIteration;
    }
    headers.replace("x-gate-configuration", this.gate.getConfiguration());
    return FilterHeadersStatusValues.Continue;
  }

  onResponseHeaders(count: u32, endOfStream: bool): FilterHeadersStatusValues {
    stream_context.headers.response.add("x-gate", "assemblyscript-gcore");
    return FilterHeadersStatusValues.Continue;
  }
}

registerRootContext((id: u32) => new Gate(id), "");
