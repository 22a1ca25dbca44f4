;; Sets x-guest on the response, unless the request asks for trouble:
;; "x-fault: trap", "x-fault: loop" (for ever) or "x-fault: deep" (endless recursion).
(module
  (import "env" "proxy_get_header_map_value"
    (func $get (param i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_replace_header_map_value"
    (func $set (param i32 i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 16) "x-fault")
  (data (i32.const 32) "x-guest")
  (data (i32.const 48) "ok")

  (func (export "proxy_abi_version_0_2_1"))

  ;; What the host writes is read before it writes again, so one place is enough.
  (func (export "proxy_on_memory_allocate") (param $size i32) (result i32)
    (i32.const 1024))

  (func (export "proxy_on_context_create") (param $id i32) (param $parent i32))

  (func $deep (param $level i32) (result i32)
    (i32.add (call $deep (i32.add (local.get $level) (i32.const 1))) (i32.const 1)))

  (func (export "proxy_on_request_headers")
    (param $id i32) (param $count i32) (param $end_of_stream i32) (result i32)
    (local $first i32)
    (if (i32.ne (call $get (i32.const 0) (i32.const 16) (i32.const 7) (i32.const 0) (i32.const 4))
                (i32.const 0))
      (then (return (i32.const 0))))
    (local.set $first (i32.load8_u (i32.load (i32.const 0))))
    (if (i32.eq (local.get $first) (i32.const 0x74)) (then (unreachable)))
    (if (i32.eq (local.get $first) (i32.const 0x6c)) (then (loop $ever (br $ever))))
    (if (i32.eq (local.get $first) (i32.const 0x64))
      (then (drop (call $deep (i32.const 0)))))
    (i32.const 0))

  (func (export "proxy_on_response_headers")
    (param $id i32) (param $count i32) (param $end_of_stream i32) (result i32)
    (drop (call $set (i32.const 2) (i32.const 32) (i32.const 7) (i32.const 48) (i32.const 2)))
    (i32.const 0)))
