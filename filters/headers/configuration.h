// What the filter does to the headers of one direction, as its JSON configuration says:
//
//   {"request":  {"set": {"name": "value"}, "add": {"name": "value"}, "remove": ["name"]},
//    "response": {...}}
#pragma once

#include "json.h"

enum edit_kind { EDIT_SET, EDIT_ADD, EDIT_REMOVE };

struct edit {
  enum edit_kind kind;
  struct text name;
  struct text value; // empty for EDIT_REMOVE
};

struct edits {
  struct edit *list;
  size_t count;
};

struct configuration {
  char *text; // owns the bytes that the names and values point into
  struct edits request;
  struct edits response;
};

enum { MAX_REASON_SIZE = 256 };

// Why a configuration was refused, ready to be logged.
struct reason {
  char text[MAX_REASON_SIZE];
  size_t size;
};

// Takes `text` over, whatever comes of it. Returns NULL and the reason if it cannot be used.
struct configuration *configuration_read(char *text, size_t size, struct reason *reason);

void configuration_free(struct configuration *configuration);
