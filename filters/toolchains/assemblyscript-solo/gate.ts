// The gate filter in AssemblyScript with the SDK @solo-io/proxy-runtime.
export * from "@solo-io/proxy-runtime/proxy";
import {
  Context,
  FilterHeadersStatusValues,
  GrpcStatusValues,
  registerRootContext,
  RootContext,
  send_local_response,
  stream_context,
} from "@solo-io/proxy-runtime";
import { BufferTypeValues, get_buffer_bytes } from "@solo-io/proxy-runtime/runtime";

class Gate extends RootContext {
  configuration: string = "";

  // The SDK's own (0.1.8) passes the size where the host expects a pointer to it, and so never sees the text.
  onConfigure(size: u32): bool {
    this.configuration = String.UTF8.decode(get_buffer_bytes(BufferTypeValues.PluginConfiguration, 0, size));
    return true;
  }

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
      send_local_response(403, "gate", String.UTF8.encode("forbidden by assemblyscript-solo\n"), [], GrpcStatusValues.InvalidCode);
      return FilterHeadersStatusValues.StopIteration;
    }
    headers.replace("x-gate-configuration", this.gate.configuration);
    return FilterHeadersStatusValues.Continue;
  }

  onResponseHeaders(count: u32, endOfStream: bool): FilterHeadersStatusValues {
    stream_context.headers.response.add("x-gate", "assemblyscript-solo");
    return FilterHeadersStatusValues.Continue;
  }
}

registerRootContext((id: u32) => new Gate(id), "");
