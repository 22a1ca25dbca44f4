;; Refuses every configuration, with a reason in the log.
(module
  (import "env" "proxy_log" (func $log (param i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "colour: missing (expected: a name)")
  (func (export "proxy_abi_version_0_2_1"))
  (func (export "proxy_on_memory_allocate") (param $size i32) (result i32) (i32.const 1024))
  (func (export "proxy_on_context_create") (param $id i32) (param $parent i32))
  (func (export "proxy_on_configure") (param $id i32) (param $size i32) (result i32)
    (drop (call $log (i32.const 4) (i32.const 16) (i32.const 34)))
    (i32.const 0)))
