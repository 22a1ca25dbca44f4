;; A module like any other, but it does not say which Proxy-Wasm ABI it was made for.
(module
  (memory (export "memory") 1)
  (func (export "proxy_on_memory_allocate") (param $size i32) (result i32) (i32.const 1024))
  (func (export "proxy_on_context_create") (param $id i32) (param $parent i32)))
