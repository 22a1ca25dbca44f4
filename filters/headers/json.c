#include "json.h"

#include <stdint.h>
#include <string.h>

struct json json_reader(char *buffer, size_t size) {
  return (struct json){.start = buffer, .at = buffer, .end = buffer + size, .error = NULL};
}

static bool fail(struct json *json, const char *expected) {
  if (json->error == NULL) {
    json->error = expected;
  }
  return false;
}

static char peek(struct json *json) {
  while (json->at < json->end && (*json->at == ' ' || *json->at == '\t' || *json->at == '\n' ||
                                  *json->at == '\r')) {
    json->at++;
  }
  return json->at < json->end ? *json->at : '\0';
}

static bool next_is(const struct json *json, const char *word) {
  size_t size = strlen(word);
  return (size_t)(json->end - json->at) >= size && memcmp(json->at, word, size) == 0;
}

enum json_kind json_next(struct json *json) {
  char c = peek(json);
  switch (c) {
  case '{':
    return JSON_OBJECT;
  case '[':
    return JSON_ARRAY;
  case '"':
    return JSON_STRING;
  case 't':
  case 'f':
    return next_is(json, "true") || next_is(json, "false") ? JSON_BOOLEAN : JSON_NOTHING;
  case 'n':
    return next_is(json, "null") ? JSON_NULL : JSON_NOTHING;
  default:
    return c == '-' || (c >= '0' && c <= '9') ? JSON_NUMBER : JSON_NOTHING;
  }
}

void json_enter(struct json *json) { json->at++; }

// Every opening bracket is left just behind itself, so a comma is due unless that is where we are.
static bool next_item(struct json *json, char open, char close, const char *expected) {
  if (json->error != NULL) {
    return false;
  }
  bool first = json->at[-1] == open;
  char c = peek(json);
  if (c == close) {
    json->at++;
    return false;
  }
  if (first) {
    return true;
  }
  if (c != ',') {
    return fail(json, expected);
  }
  json->at++;
  return true;
}

bool json_next_element(struct json *json) { return next_item(json, '[', ']', "',' or ']'"); }

bool json_next_member(struct json *json, struct text *name) {
  if (!next_item(json, '{', '}', "',' or '}'")) {
    return false;
  }
  if (json_next(json) != JSON_STRING) {
    return fail(json, "a member's name in double quotes");
  }
  if (!json_string(json, name)) {
    return false;
  }
  if (peek(json) != ':') {
    return fail(json, "':'");
  }
  json->at++;
  return true;
}

static bool hexadecimal(struct json *json, uint32_t *value) {
  *value = 0;
  for (int digit = 0; digit < 4; digit++, json->at++) {
    char c = json->at < json->end ? *json->at : '\0';
    uint32_t nibble;
    if (c >= '0' && c <= '9') {
      nibble = (uint32_t)(c - '0');
    } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
      nibble = (uint32_t)((c | 0x20) - 'a' + 10);
    } else {
      return fail(json, "four hexadecimal digits");
    }
    *value = *value << 4 | nibble;
  }
  return true;
}

// A \u escape, the part behind the u; two of them for a character outside the basic plane.
static bool code_point(struct json *json, uint32_t *value) {
  if (!hexadecimal(json, value)) {
    return false;
  }
  if (*value < 0xD800 || *value > 0xDFFF) {
    return true;
  }
  uint32_t low = 0;
  if (*value > 0xDBFF || json->end - json->at < 2 || json->at[0] != '\\' || json->at[1] != 'u') {
    return fail(json, "a surrogate pair");
  }
  json->at += 2;
  if (!hexadecimal(json, &low)) {
    return false;
  }
  if (low < 0xDC00 || low > 0xDFFF) {
    return fail(json, "a surrogate pair");
  }
  *value = 0x10000 + ((*value - 0xD800) << 10) + (low - 0xDC00);
  return true;
}

static char *write_utf8(char *to, uint32_t c) {
  if (c < 0x80) {
    *to++ = (char)c;
    return to;
  }
  if (c < 0x800) {
    *to++ = (char)(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      *to++ = (char)(0xE0 | c >> 12);
    } else {
      *to++ = (char)(0xF0 | c >> 18);
      *to++ = (char)(0x80 | (c >> 12 & 0x3F));
    }
    *to++ = (char)(0x80 | (c >> 6 & 0x3F));
  }
  *to++ = (char)(0x80 | (c & 0x3F));
  return to;
}

// Decodes the escape behind a backslash to `*to`.
static bool escape(struct json *json, char **to) {
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  char c = json->at < json->end ? *json->at++ : '\0';
  if (c == 'u') {
    uint32_t value;
    if (!code_point(json, &value)) {
      return false;
    }
    *to = write_utf8(*to, value);
    return true;
  }
  for (size_t i = 0; i < sizeof names - 1; i++) {
    if (c == names[i]) {
      *(*to)++ = meanings[i];
      return true;
    }
  }
  return fail(json, "an escape that JSON knows");
}

bool json_string(struct json *json, struct text *string) {
  if (json->error != NULL) {
    return false;
  }
  char *to = ++json->at; // behind the opening quote that json_next has seen
  string->at = to;
  while (json->at < json->end && *json->at != '"') {
    if ((unsigned char)*json->at < 0x20) {
      return fail(json, "no control character in a string");
    }
    if (*json->at != '\\') {
      *to++ = *json->at++;
      continue;
    }
    json->at++;
    if (!escape(json, &to)) {
      return false;
    }
  }
  if (json->at == json->end) {
    return fail(json, "a closing double quote");
  }
  string->size = (size_t)(to - string->at);
  json->at++;
  return true;
}

bool json_finish(struct json *json) {
  peek(json);
  if (json->error == NULL && json->at != json->end) {
    fail(json, "nothing after the closing brace");
  }
  return json->error == NULL;
}
