//! The gate filter in Zig: freestanding, the standard library's Wasm allocator, no libc.
const std = @import("std");

const memory = std.heap.wasm_allocator;
const ok: u32 = 0;
const request_headers: u32 = 0;
const response_headers: u32 = 2;
const plugin_configuration: u32 = 7;

const Action = enum(u32) { proceed = 0, pause = 1 };

extern "env" fn proxy_get_buffer_bytes(buffer: u32, offset: usize, max: usize, data: *[*]u8, size: *usize) u32;
extern "env" fn proxy_get_header_map_value(map: u32, key: [*]const u8, key_size: usize, value: *[*]u8, size: *usize) u32;
extern "env" fn proxy_replace_header_map_value(map: u32, key: [*]const u8, key_size: usize, value: [*]const u8, size: usize) u32;
extern "env" fn proxy_add_header_map_value(map: u32, key: [*]const u8, key_size: usize, value: [*]const u8, size: usize) u32;
extern "env" fn proxy_send_local_response(status: u32, details: [*]const u8, details_size: usize, body: [*]const u8, body_size: usize, headers: ?[*]const u8, headers_size: usize, grpc_status: i32) u32;

var configuration: []const u8 = "";

export fn proxy_abi_version_0_2_1() void {}

/// The host gives back exactly what it asked for, so a slice of that length frees it.
export fn proxy_on_memory_allocate(size: usize) ?[*]u8 {
    const bytes = memory.alloc(u8, size) catch return null;
    return bytes.ptr;
}

export fn proxy_on_context_create(_: u32, _: u32) void {}

export fn proxy_on_configure(_: u32, _: u32) bool {
    var data: [*]u8 = undefined;
    var size: usize = 0;
    if (proxy_get_buffer_bytes(plugin_configuration, 0, std.math.maxInt(u32), &data, &size) != ok) return false;
    memory.free(configuration);
    configuration = if (size == 0) "" else data[0..size];
    return true;
}

fn forbidden() bool {
    var data: [*]u8 = undefined;
    var size: usize = 0;
    if (proxy_get_header_map_value(request_headers, ":path", 5, &data, &size) != ok or size == 0) return false;
    const path = data[0..size];
    defer memory.free(path);
    return std.mem.endsWith(u8, path, "/forbidden");
}

export fn proxy_on_request_headers(_: u32, _: u32, _: u32) Action {
    if (forbidden()) {
        const body = "forbidden by zig\n";
        _ = proxy_send_local_response(403, "gate", 4, body, body.len, null, 0, -1);
        return .pause;
    }
    const name = "x-gate-configuration";
    _ = proxy_replace_header_map_value(request_headers, name, name.len, configuration.ptr, configuration.len);
    return .proceed;
}

export fn proxy_on_response_headers(_: u32, _: u32, _: u32) Action {
    _ = proxy_add_header_map_value(response_headers, "x-gate", 6, "zig", 3);
    return .proceed;
}
