// Reads JSON (RFC 8259) from a buffer that it may write to: strings are decoded in place, since no
// escape is shorter than what it stands for, so reading needs no memory of its own.
//
// The first error stays: afterwards every function does nothing and answers "no more".
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct text {
  const char *at;
  size_t size;
};

struct json {
  char *start;
  char *at;
  char *end;
  const char *error; // what was expected at `at`, or NULL
};

enum json_kind {
  JSON_OBJECT,
  JSON_ARRAY,
  JSON_STRING,
  JSON_NUMBER,
  JSON_BOOLEAN,
  JSON_NULL,
  JSON_NOTHING // the end of the text, or a character that begins no value
};

struct json json_reader(char *buffer, size_t size);

// The kind of the value that comes next.
enum json_kind json_next(struct json *json);

// Steps into an object or array whose kind json_next has just told.
void json_enter(struct json *json);

// Steps to the next member of an object, and over its name and colon; false at the end.
bool json_next_member(struct json *json, struct text *name);

// Steps to the next element of an array; false at the end.
bool json_next_element(struct json *json);

bool json_string(struct json *json, struct text *string);

// True when nothing but white space follows.
bool json_finish(struct json *json);
