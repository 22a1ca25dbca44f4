// Reads one step of a script, calls the host, and writes down what it answered.
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "hostcalls.h"
#include "probe.h"

enum {
  ARENA_BYTES = 1 << 20,
  LINE_BYTES = 16 << 10,
  VALUE_BYTES_SHOWN = 256,
  MAX_WORDS = 14,
  MAX_OUTPUTS = 3,
  KEPT_BYTES = 64
};

static _Alignas(8) char arena[ARENA_BYTES];
static size_t arena_used;

void *probe_arena_allocate(size_t size) {
  size_t rounded = (size + 7) & ~(size_t)7;
  if (rounded < size || rounded > ARENA_BYTES - arena_used) return NULL;
  void *block = arena + arena_used;
  arena_used += rounded;
  return block;
}

void probe_arena_reset(void) { arena_used = 0; }

// The line being written; what does not fit is cut.
static char line[LINE_BYTES];
static size_t line_size;

static void put_char(char c) {
  if (line_size < LINE_BYTES) line[line_size++] = c;
}

static void put(const char *text) {
  while (*text) put_char(*text++);
}

static void put_number(uint64_t n) {
  char digits[20];
  int i = 0;
  do digits[i++] = (char)('0' + n % 10);
  while (n /= 10);
  while (i > 0) put_char(digits[--i]);
}

static void put_escaped(const char *bytes, size_t size) {
  static const char hex[] = "0123456789abcdef";
  size_t shown = size < VALUE_BYTES_SHOWN ? size : VALUE_BYTES_SHOWN;
  for (size_t i = 0; i < shown; i++) {
    unsigned char c = (unsigned char)bytes[i];
    if (c > 0x20 && c < 0x7f && c != '%' && c != ';') {
      put_char((char)c);
    } else {
      put_char('%'), put_char(hex[c >> 4]), put_char(hex[c & 15]);
    }
  }
  if (shown < size) put("~"), put_number(size);
}

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// An argument as the script has it.
typedef struct {
  const char *text;
  size_t size;
} argument_t;

static size_t unescape(argument_t a, char *out) {
  size_t n = 0;
  for (size_t i = 0; i < a.size; i++) {
    bool escaped = a.text[i] == '%' && i + 2 < a.size && hex_digit(a.text[i + 1]) >= 0 && hex_digit(a.text[i + 2]) >= 0;
    out[n++] = escaped ? (char)(hex_digit(a.text[i + 1]) << 4 | hex_digit(a.text[i + 2])) : a.text[i];
    if (escaped) i += 2;
  }
  return n;
}

// The ids and tokens that the host gave last, the newest first: what `$1`, `$2`… stand for.
static uint32_t given[8];

enum { GIVEN = sizeof given / sizeof *given };

static void remember(uint32_t id) {
  memmove(given + 1, given, sizeof given - sizeof *given);
  given[0] = id;
}

static int64_t number(argument_t a) {
  if (a.size == 2 && a.text[0] == '$' && a.text[1] >= '1' && a.text[1] <= '0' + GIVEN) return given[a.text[1] - '1'];
  bool negative = a.size > 0 && a.text[0] == '-';
  int64_t n = 0;
  for (size_t i = negative; i < a.size && a.text[i] >= '0' && a.text[i] <= '9'; i++) n = n * 10 + (a.text[i] - '0');
  return negative ? -n : n;
}

static void *scratch(size_t size) {
  void *block = malloc(size + 1);
  if (!block) __builtin_trap();
  return block;
}

static void store32(char *at, uint32_t n) { memcpy(at, &n, 4); }

// `a=1&b=2` as the ABI's serialized map; freed by nobody, because a request's scripts are few and short.
static size_t serialize_pairs(const char *text, size_t size, char *out) {
  uint32_t count = size > 0;
  for (size_t i = 0; i < size; i++) count += text[i] == '&';
  if (count == 0) return 0;
  store32(out, count);
  size_t at = 4 + 8 * (size_t)count, start = 0;
  for (uint32_t pair = 0; pair < count; pair++) {
    size_t end = start;
    while (end < size && text[end] != '&') end++;
    size_t equals = start;
    while (equals < end && text[equals] != '=') equals++;
    size_t key = equals - start, value = equals < end ? end - equals - 1 : 0;
    store32(out + 4 + 8 * pair, (uint32_t)key);
    store32(out + 8 + 8 * pair, (uint32_t)value);
    memcpy(out + at, text + start, key), out[at + key] = 0, at += key + 1;
    memcpy(out + at, text + end - value, value), out[at + value] = 0, at += value + 1;
    start = end + 1;
  }
  return at;
}

// One call: the words that go to the host, and where it was told to put its answers.
typedef struct {
  uint32_t words[MAX_WORDS];
  int word_count;
  uint64_t wide;
  uint64_t outputs[2 * MAX_OUTPUTS];
  int output_count;
  void *owned[MAX_WORDS];
  int owned_count;
} call_t;

static void add_word(call_t *call, uint32_t word) { call->words[call->word_count++] = word; }

static void add_bytes(call_t *call, argument_t a, bool pairs) {
  if (a.size > 0 && a.text[0] == '@') {
    const char *colon = memchr(a.text, ':', a.size);
    size_t split = colon ? (size_t)(colon - a.text) : a.size;
    add_word(call, (uint32_t)number((argument_t){a.text + 1, split - 1}));
    add_word(call, colon ? (uint32_t)number((argument_t){colon + 1, a.size - split - 1}) : 0);
    return;
  }
  char *text = scratch(a.size);
  size_t size = unescape(a, text);
  call->owned[call->owned_count++] = text;
  if (pairs) {
    char *map = scratch(4 + 12 * (a.size + 1));
    size = serialize_pairs(text, size, map);
    call->owned[call->owned_count++] = map;
    text = map;
  }
  add_word(call, (uint32_t)(uintptr_t)text);
  add_word(call, (uint32_t)size);
}

// The address of the next output, or the one that the script names with `#`.
static void add_output(call_t *call, argument_t *next, const argument_t *end) {
  uint64_t *cell = &call->outputs[call->output_count++];
  *cell = 0;
  bool raw = next < end && next->size > 0 && next->text[0] == '#';
  add_word(call, raw ? (uint32_t)number((argument_t){next->text + 1, next->size - 1}) : (uint32_t)(uintptr_t)cell);
}

static uint32_t invoke(const hostcall_t *h, const call_t *call) {
  const uint32_t *w = call->words;
  switch (h->shape) {
    case SHAPE_WIDE: return ((uint32_t(*)(uint32_t, uint64_t))h->function)(w[0], call->wide);
#define CASE(n, types, ...) \
    case n: return ((uint32_t(*) types)h->function)(__VA_ARGS__);
#define I uint32_t
    CASE(0, (void), )
    CASE(1, (I), w[0])
    CASE(2, (I, I), w[0], w[1])
    CASE(3, (I, I, I), w[0], w[1], w[2])
    CASE(4, (I, I, I, I), w[0], w[1], w[2], w[3])
    CASE(5, (I, I, I, I, I), w[0], w[1], w[2], w[3], w[4])
    CASE(6, (I, I, I, I, I, I), w[0], w[1], w[2], w[3], w[4], w[5])
    CASE(8, (I, I, I, I, I, I, I, I), w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7])
    CASE(9, (I, I, I, I, I, I, I, I, I), w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8])
    CASE(10, (I, I, I, I, I, I, I, I, I, I), w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9])
    CASE(12, (I, I, I, I, I, I, I, I, I, I, I, I), w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], w[11])
#undef I
#undef CASE
    default: __builtin_trap();
  }
}

static void put_outputs(const hostcall_t *h, const call_t *call) {
  int output = 0;
  for (const char *kind = h->arguments; *kind; kind++) {
    if (*kind == 'P') {
      uint32_t data = (uint32_t)call->outputs[output], size = (uint32_t)call->outputs[output + 1];
      output += 2;
      put_char(':');
      if (size > 0) put_escaped((const char *)(uintptr_t)data, size);
    } else if (*kind == 'U') {
      put_char(':'), put_number((uint32_t)call->outputs[output++]);
    } else if (*kind == 'L') {
      put_char(':'), put_number(call->outputs[output++]);
    } else if (*kind == 'T') {
      remember((uint32_t)call->outputs[output++]);  // not shown: another value on every host
    }
  }
}

static void call_host(const hostcall_t *h, argument_t *arguments, int count) {
  call_t call = {0};
  argument_t *next = arguments;
  const argument_t *end = arguments + count;
  const argument_t none = {"", 0};
  for (const char *kind = h->arguments; *kind; kind++) {
    if (*kind == 'P' || *kind == 'U' || *kind == 'L' || *kind == 'T') {
      add_output(&call, next, end);
      if (*kind == 'P') add_output(&call, next + 1, end);
      if (next < end && next->size > 0 && next->text[0] == '#') next += *kind == 'P' ? 2 : 1;
      continue;
    }
    argument_t a = next < end ? *next++ : none;
    if (*kind == 'i') add_word(&call, (uint32_t)number(a));
    if (*kind == 'l') call.wide = (uint64_t)number(a);
    if (*kind == 's' || *kind == 'h') add_bytes(&call, a, *kind == 'h');
  }
  uint32_t status = invoke(h, &call);
  put_char('='), put_number(status);
  if (status == 0) put_outputs(h, &call);
  for (int i = 0; i < call.owned_count; i++) free(call.owned[i]);
}

static bool starts_with(const char *text, size_t size, const char *prefix) {
  return size >= strlen(prefix) && memcmp(text, prefix, strlen(prefix)) == 0;
}

// Whether a header is one of the test's own, and not one that some proxy adds.
static bool is_of_test(const char *name, size_t size) {
  static const char *const added[] = {"x-probe", "x-request-id", "x-forwarded-", "x-envoy-"};
  for (size_t i = 0; i < sizeof added / sizeof *added; i++) {
    if (starts_with(name, size, added[i])) return false;
  }
  return starts_with(name, size, "x-");
}

static uint32_t load32(const char *at) {
  uint32_t n;
  memcpy(&n, at, 4);
  return n;
}

// Asks for all entries of a map, and writes down those of the test in their order.
static void put_fields(uint32_t map) {
  char *data = NULL;
  size_t size = 0;
  uint32_t status = proxy_get_header_map_pairs(map, &data, &size);
  put_char('='), put_number(status);
  if (status != 0) return;
  put_char(':');
  if (size < 4) return;
  uint32_t count = load32(data);
  const char *at = data + 4 + 8 * (size_t)count;
  for (uint32_t i = 0; i < count; i++) {
    const char *name = at, *value = at + load32(data + 4 + 8 * i) + 1;
    size_t value_size = load32(data + 8 + 8 * i);
    at = value + value_size + 1;
    if (!is_of_test(name, (size_t)(value - name) - 1)) continue;
    put(name), put_char('='), put_escaped(value, value_size), put_char('&');
  }
}

static volatile uint32_t depth_reached;

static uint32_t recurse(uint32_t depth) {
  volatile uint32_t kept[16];
  kept[depth % 16] = depth;
  depth_reached = depth;
  return depth == UINT32_MAX ? kept[0] : recurse(depth + 1) + kept[depth % 16];
}

static bool is(const char *name, size_t size, const char *other) {
  return size == strlen(other) && memcmp(name, other, size) == 0;
}

const char *probe_configuration = "";

// The text that `keep` was given last by any context of this VM.
static char kept[KEPT_BYTES];
static size_t kept_size;

static void keep(argument_t a) {
  char *text = scratch(a.size);
  size_t size = unescape(a, text);
  kept_size = size < KEPT_BYTES ? size : KEPT_BYTES;
  memcpy(kept, text, kept_size);
  free(text);
}

// A variable as a hostcall would give it: 0 and its value, or 1.
static void put_variable(argument_t a) {
  char *name = scratch(a.size);
  name[unescape(a, name)] = 0;
  const char *value = getenv(name);
  put(value ? "=0:" : "=1");
  if (value) put_escaped(value, strlen(value));
  free(name);
}

// The operations about what a VM is made of; false if there is none of that name.
static bool vm_operation(const char *name, size_t size, argument_t argument) {
  if (is(name, size, "keep")) {
    keep(argument);
  } else if (is(name, size, "kept")) {
    put_char('='), put_escaped(kept, kept_size);
  } else if (is(name, size, "env")) {
    put_variable(argument);
  } else if (is(name, size, "configuration")) {
    put_char('='), put_escaped(probe_configuration, strlen(probe_configuration));
  } else {
    return false;
  }
  return true;
}

// The probe's other own operations; false if there is none of that name.
static bool own_operation(const char *name, size_t size, int64_t argument, uint32_t *result) {
  if (is(name, size, "ret")) {
    *result = (uint32_t)argument;
  } else if (is(name, size, "trap")) {
    __builtin_trap();
  } else if (is(name, size, "loop")) {
    for (volatile uint32_t i = 0;;) i++;
  } else if (is(name, size, "recurse")) {
    depth_reached = recurse(0);
  } else if (is(name, size, "grow")) {
    put_char('='), put_number(__builtin_wasm_memory_grow(0, (size_t)argument) != (size_t)-1);
  } else if (is(name, size, "fields")) {
    put_fields((uint32_t)argument);
  } else {
    return false;
  }
  return true;
}

static void run_operation(const char *text, size_t size, uint32_t *result) {
  enum { MAX_ARGUMENTS = 16 };
  argument_t arguments[MAX_ARGUMENTS];
  int count = 0;
  const char *open = memchr(text, '(', size);
  size_t name_size = open ? (size_t)(open - text) : size;
  const char *end = text + size - (open && text[size - 1] == ')');
  for (const char *at = open ? open + 1 : end; open && at <= end && count < MAX_ARGUMENTS;) {
    const char *comma = memchr(at, ',', (size_t)(end - at));
    const char *stop = comma ? comma : end;
    arguments[count++] = (argument_t){at, (size_t)(stop - at)};
    at = stop + 1;
  }
  put_char(' ');
  for (size_t i = 0; i < name_size; i++) put_char(text[i]);
  if (count > 0 && vm_operation(text, name_size, arguments[0])) return;
  if (own_operation(text, name_size, count > 0 ? number(arguments[0]) : 0, result)) return;
  const hostcall_t *h = find_hostcall(text, name_size);
  if (!h) {
    put("=unknown");
    return;
  }
  call_host(h, arguments, count);
}

static bool is_step(const char *step, const char *callback) {
  size_t name = strlen(callback);
  return strncmp(step, callback, name) == 0 && step[name] == '=';
}

bool probe_has_step(const char *script, const char *callback) {
  for (const char *step = script; step; step = strchr(step, '|')) {
    step += *step == '|';
    if (is_step(step, callback)) return true;
  }
  return false;
}

uint32_t probe_run(const char *tag, const char *script, const char *callback, const uint32_t arguments[3],
                   uint32_t otherwise) {
  uint32_t result = otherwise;
  size_t name = strlen(callback);
  for (const char *step = script; step;) {
    const char *bar = strchr(step, '|');
    size_t size = bar ? (size_t)(bar - step) : strlen(step);
    if (is_step(step, callback)) {
      line_size = 0;
      put("probe "), put(tag), put_char(' '), put(callback), put_char('(');
      put_number(arguments[0]), put_char(','), put_number(arguments[1]), put_char(','), put_number(arguments[2]);
      put_char(')');
      const char *at = step + name + 1, *end = step + size;
      while (at < end) {
        const char *semicolon = memchr(at, ';', (size_t)(end - at));
        const char *stop = semicolon ? semicolon : end;
        if (stop > at) run_operation(at, (size_t)(stop - at), &result);
        at = stop + 1;
      }
      put(" -> "), put_number(result);
      proxy_log(2, line, line_size);
    }
    step = bar ? bar + 1 : NULL;
  }
  return result;
}

char *probe_configured_script(const char *configuration, size_t size) {
  static const char key[] = "\"script\"";
  const char *end = configuration + size;
  const char *from = configuration, *to = end;
  if (size > 0 && configuration[0] == '{') {
    from = to = end;
    for (const char *at = configuration; at + sizeof key - 1 < end; at++) {
      if (memcmp(at, key, sizeof key - 1) != 0) continue;
      const char *quote = memchr(at + sizeof key - 1, '"', (size_t)(end - at) - (sizeof key - 1));
      const char *close = quote ? memchr(quote + 1, '"', (size_t)(end - quote) - 1) : NULL;
      if (close) from = quote + 1, to = close;
      break;
    }
  }
  char *script = scratch((size_t)(to - from));
  memcpy(script, from, (size_t)(to - from));
  script[to - from] = 0;
  return script;
}
