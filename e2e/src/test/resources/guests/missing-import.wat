;; Asks for a hostcall that no host has.
(module
  (import "env" "proxy_read_minds" (func $read (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "proxy_abi_version_0_2_1"))
  (func (export "proxy_on_memory_allocate") (param $size i32) (result i32) (i32.const 1024))
  (func (export "proxy_on_context_create") (param $id i32) (param $parent i32)
    (drop (call $read (i32.const 0)))))
