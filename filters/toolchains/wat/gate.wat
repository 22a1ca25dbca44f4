;; The gate filter in WebAssembly text: all that the ABI asks of a module, and nothing else.
(module
  (import "env" "proxy_get_buffer_bytes"
    (func $get_buffer_bytes (param i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_get_header_map_value"
    (func $get_header (param i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_replace_header_map_value"
    (func $replace_header (param i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_add_header_map_value"
    (func $add_header (param i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_send_local_response"
    (func $send_local_response (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)

  ;; 0: where the host writes a pointer, 4: and a size.
  (data (i32.const 16) ":path")
  (data (i32.const 32) "/forbidden")
  (data (i32.const 48) "gate")
  (data (i32.const 64) "forbidden by wat\n")
  (data (i32.const 96) "x-gate-configuration")
  (data (i32.const 128) "x-gate")
  (data (i32.const 144) "wat")

  (global $configuration (mut i32) (i32.const 0))
  (global $configuration_size (mut i32) (i32.const 0))

  ;; Bytes from the host lie between $kept and $free. What lies below $kept lives for ever, what lies
  ;; above it until the next request: its callback begins with $free at $kept.
  (global $kept (mut i32) (i32.const 1024))
  (global $free (mut i32) (i32.const 1024))

  (func (export "proxy_abi_version_0_2_1"))

  (func (export "proxy_on_memory_allocate") (param $size i32) (result i32)
    (local $at i32)
    (local $end i32)
    (local.set $at (global.get $free))
    (local.set $end (i32.add (local.get $at) (local.get $size)))
    (if (i32.lt_u (local.get $end) (local.get $at))
      (then (return (i32.const 0)))) ;; beyond 4 GiB
    (block $enough
      (loop $grow
        (br_if $enough
          (i32.le_u (local.get $end) (i32.shl (memory.size) (i32.const 16))))
        (br_if $grow (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))
        (return (i32.const 0))))
    (global.set $free (local.get $end))
    (local.get $at))

  (func (export "proxy_on_context_create") (param $id i32) (param $parent i32))

  (func (export "proxy_on_configure") (param $id i32) (param $size i32) (result i32)
    (if (call $get_buffer_bytes (i32.const 7) (i32.const 0) (i32.const -1) (i32.const 0) (i32.const 4))
      (then (return (i32.const 0))))
    (global.set $configuration (i32.load (i32.const 0)))
    (global.set $configuration_size (i32.load (i32.const 4)))
    (global.set $kept (global.get $free))
    (i32.const 1))

  ;; Whether the request's path ends with "/forbidden".
  (func $is_forbidden (result i32)
    (local $end i32)
    (local $left i32)
    (if (call $get_header (i32.const 0) (i32.const 16) (i32.const 5) (i32.const 0) (i32.const 4))
      (then (return (i32.const 0))))
    (if (i32.lt_u (i32.load (i32.const 4)) (i32.const 10))
      (then (return (i32.const 0))))
    (local.set $end (i32.add (i32.load (i32.const 0)) (i32.load (i32.const 4))))
    (local.set $left (i32.const 10))
    (loop $next
      (if (i32.ne
            (i32.load8_u (i32.sub (local.get $end) (local.get $left)))
            (i32.load8_u (i32.sub (i32.const 42) (local.get $left))))
        (then (return (i32.const 0))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $next (local.get $left)))
    (i32.const 1))

  (func (export "proxy_on_request_headers") (param $id i32) (param $headers i32) (param $end i32) (result i32)
    (global.set $free (global.get $kept))
    (if (call $is_forbidden)
      (then
        (drop (call $send_local_response
          (i32.const 403) (i32.const 48) (i32.const 4) (i32.const 64) (i32.const 17)
          (i32.const 0) (i32.const 0) (i32.const -1)))
        (return (i32.const 1))))
    (drop (call $replace_header
      (i32.const 0) (i32.const 96) (i32.const 20)
      (global.get $configuration) (global.get $configuration_size)))
    (i32.const 0))

  (func (export "proxy_on_response_headers") (param $id i32) (param $headers i32) (param $end i32) (result i32)
    (drop (call $add_header
      (i32.const 2) (i32.const 128) (i32.const 6) (i32.const 144) (i32.const 3)))
    (i32.const 0)))
