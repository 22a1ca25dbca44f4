// Every hostcall of Proxy-Wasm ABI v0.2.1 with the form of its arguments.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *name;
  // One letter an argument. Given by the script: i number, l 64-bit number, s bytes, h a map written `a=1&b=2`.
  // Written by the host: P pointer and size, U 32 bits, L 64 bits, T a 32- or 64-bit value that is not shown.
  const char *arguments;
  // The number of 32-bit words, or SHAPE_WIDE for (i32, i64).
  int shape;
  void (*function)(void);
} hostcall_t;

enum { SHAPE_WIDE = -1 };

// NULL if the ABI has no hostcall of that name.
const hostcall_t *find_hostcall(const char *name, size_t size);
