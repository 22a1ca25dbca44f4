// The gate filter in AssemblyScript without an SDK: the ABI's functions as they are.

// @ts-ignore: decorator
@external("env", "proxy_get_buffer_bytes")
declare function getBufferBytes(buffer: u32, offset: u32, max: u32, data: usize, size: usize): u32;
// @ts-ignore: decorator
@external("env", "proxy_get_header_map_value")
declare function getHeader(map: u32, key: usize, keySize: u32, value: usize, size: usize): u32;
// @ts-ignore: decorator
@external("env", "proxy_replace_header_map_value")
declare function replaceHeader(map: u32, key: usize, keySize: u32, value: usize, size: u32): u32;
// @ts-ignore: decorator
@external("env", "proxy_add_header_map_value")
declare function addHeader(map: u32, key: usize, keySize: u32, value: usize, size: u32): u32;
// @ts-ignore: decorator
@external("env", "proxy_send_local_response")
declare function sendLocalResponse(
  status: u32, details: usize, detailsSize: u32, body: usize, bodySize: u32,
  headers: usize, headersSize: u32, grpcStatus: i32): u32;

const OK: u32 = 0;
const CONTINUE: u32 = 0;
const PAUSE: u32 = 1;
const REQUEST_HEADERS: u32 = 0;
const RESPONSE_HEADERS: u32 = 2;
const PLUGIN_CONFIGURATION: u32 = 7;

// Encoded once: the stub runtime never collects, so a request must not allocate what it does not free.
const PATH = String.UTF8.encode(":path");
const FORBIDDEN = String.UTF8.encode("/forbidden");
const DETAILS = String.UTF8.encode("gate");
const BODY = String.UTF8.encode("forbidden by assemblyscript\n");
const CONFIGURATION_HEADER = String.UTF8.encode("x-gate-configuration");
const RESPONSE_HEADER = String.UTF8.encode("x-gate");
const NAME = String.UTF8.encode("assemblyscript");

// Where the host writes a pointer and a size.
const returned = memory.data(8);

let configuration: usize = 0;
let configurationSize: u32 = 0;

function at(text: ArrayBuffer): usize {
  return changetype<usize>(text);
}

function isForbidden(): bool {
  if (getHeader(REQUEST_HEADERS, at(PATH), PATH.byteLength, returned, returned + 4) != OK) return false;
  const path = load<u32>(returned);
  const size = load<u32>(returned, 4);
  const length = <u32>FORBIDDEN.byteLength;
  const forbidden = size >= length && memory.compare(path + size - length, at(FORBIDDEN), length) == 0;
  if (size > 0) heap.free(path);
  return forbidden;
}

export function proxy_abi_version_0_2_1(): void {}

export function proxy_on_memory_allocate(size: u32): usize {
  return heap.alloc(size);
}

export function proxy_on_context_create(id: u32, parent: u32): void {}

export function proxy_on_configure(id: u32, size: u32): bool {
  if (getBufferBytes(PLUGIN_CONFIGURATION, 0, u32.MAX_VALUE, returned, returned + 4) != OK) return false;
  configuration = load<u32>(returned);
  configurationSize = load<u32>(returned, 4);
  return true;
}

export function proxy_on_request_headers(id: u32, headers: u32, endOfStream: bool): u32 {
  if (isForbidden()) {
    sendLocalResponse(403, at(DETAILS), DETAILS.byteLength, at(BODY), BODY.byteLength, 0, 0, -1);
    return PAUSE;
  }
  replaceHeader(
    REQUEST_HEADERS, at(CONFIGURATION_HEADER), CONFIGURATION_HEADER.byteLength, configuration, configurationSize);
  return CONTINUE;
}

export function proxy_on_response_headers(id: u32, headers: u32, endOfStream: bool): u32 {
  addHeader(RESPONSE_HEADERS, at(RESPONSE_HEADER), RESPONSE_HEADER.byteLength, at(NAME), NAME.byteLength);
  return CONTINUE;
}
