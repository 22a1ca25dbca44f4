#include "configuration.h"

#include <stdlib.h>
#include <string.h>

// Where the reader is; each level prints as ".name".
struct place {
  struct text direction;
  struct text section;
  struct text entry;
};

struct reading {
  struct json json;
  struct place place;
  struct reason *reason;
};

static struct text text_of(const char *literal) {
  return (struct text){.at = literal, .size = strlen(literal)};
}

static bool equals(struct text text, const char *literal) {
  return text.size == strlen(literal) && memcmp(text.at, literal, text.size) == 0;
}

// A configuration is text from outside: what is quoted of it is cut and stays printable.
static void quote(struct reason *reason, struct text text) {
  enum { MAX_QUOTED_SIZE = 64 };
  for (size_t i = 0; i < text.size && i < MAX_QUOTED_SIZE && reason->size < MAX_REASON_SIZE; i++) {
    char c = text.at[i];
    reason->text[reason->size++] = c < 0x20 || c > 0x7E ? '?' : c;
  }
}

static void say(struct reason *reason, const char *literal) { quote(reason, text_of(literal)); }

static void say_number(struct reason *reason, size_t number) {
  char digits[20];
  size_t at = sizeof digits;
  do {
    digits[--at] = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  quote(reason, (struct text){.at = digits + at, .size = sizeof digits - at});
}

static void say_place(struct reason *reason, struct place place) {
  struct text levels[] = {place.direction, place.section, place.entry};
  say(reason, "configuration");
  for (size_t i = 0; i < sizeof levels / sizeof levels[0] && levels[i].size > 0; i++) {
    say(reason, ".");
    quote(reason, levels[i]);
  }
}

static bool refuse(struct reading *reading, const char *was, const char *expected) {
  struct reason *reason = reading->reason;
  if (reason->size > 0) {
    return false;
  }
  say_place(reason, reading->place);
  say(reason, ": ");
  say(reason, was);
  say(reason, " (expected: ");
  say(reason, expected);
  say(reason, ")");
  return false;
}

static bool refuse_syntax(struct reading *reading) {
  struct reason *reason = reading->reason;
  if (reason->size > 0) {
    return false;
  }
  say_place(reason, reading->place);
  say(reason, ": not JSON at byte ");
  say_number(reason, (size_t)(reading->json.at - reading->json.start));
  say(reason, " (expected: ");
  say(reason, reading->json.error == NULL ? "a value" : reading->json.error);
  say(reason, ")");
  return false;
}

static bool expect(struct reading *reading, enum json_kind kind, const char *expected) {
  static const char *const names[] = {"an object", "an array",  "a string",
                                      "a number",  "a boolean", "null"};
  enum json_kind next = json_next(&reading->json);
  if (next == kind) {
    return true;
  }
  if (next == JSON_NOTHING) {
    return refuse_syntax(reading);
  }
  return refuse(reading, names[next], expected);
}

// A field name as HTTP defines it (RFC 9110, 5.1); pseudo headers are not this filter's business.
static bool is_token(struct text name) {
  for (size_t i = 0; i < name.size; i++) {
    char c = name.at[i];
    bool letter_or_digit = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    if (!letter_or_digit && (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL)) {
      return false;
    }
  }
  return name.size > 0;
}

static bool is_field_value(struct text value) {
  for (size_t i = 0; i < value.size; i++) {
    unsigned char c = (unsigned char)value.at[i];
    if ((c < 0x20 && c != '\t') || c == 0x7F) {
      return false;
    }
  }
  return true;
}

static bool append(struct reading *reading, struct edits *edits, struct edit edit) {
  struct edit *list = realloc(edits->list, (edits->count + 1) * sizeof *list);
  if (list == NULL) {
    return refuse(reading, "out of memory", "a smaller configuration");
  }
  edits->list = list;
  edits->list[edits->count++] = edit;
  return true;
}

static bool read_entry(struct reading *reading, struct edits *edits, struct edit edit) {
  reading->place.entry = edit.name;
  if (!is_token(edit.name)) {
    return refuse(reading, "not a header name", "letters, digits and any of !#$%&'*+-.^_`|~");
  }
  if (edit.kind != EDIT_REMOVE) {
    if (!expect(reading, JSON_STRING, "a string")) {
      return false;
    }
    if (!json_string(&reading->json, &edit.value)) {
      return refuse_syntax(reading);
    }
    if (!is_field_value(edit.value)) {
      return refuse(reading, "a control character", "a header value on one line");
    }
  }
  if (!append(reading, edits, edit)) {
    return false;
  }
  reading->place.entry.size = 0;
  return true;
}

static bool read_values(struct reading *reading, struct edits *edits, enum edit_kind kind) {
  if (!expect(reading, JSON_OBJECT, "an object of header names and values")) {
    return false;
  }
  json_enter(&reading->json);
  struct edit edit = {.kind = kind};
  while (json_next_member(&reading->json, &edit.name)) {
    if (!read_entry(reading, edits, edit)) {
      return false;
    }
  }
  return reading->json.error == NULL || refuse_syntax(reading);
}

static bool read_names(struct reading *reading, struct edits *edits) {
  if (!expect(reading, JSON_ARRAY, "an array of header names")) {
    return false;
  }
  json_enter(&reading->json);
  struct edit edit = {.kind = EDIT_REMOVE};
  while (json_next_element(&reading->json)) {
    if (!expect(reading, JSON_STRING, "header names as strings")) {
      return false;
    }
    if (!json_string(&reading->json, &edit.name)) {
      return refuse_syntax(reading);
    }
    if (!read_entry(reading, edits, edit)) {
      return false;
    }
  }
  return reading->json.error == NULL || refuse_syntax(reading);
}

static bool read_section(struct reading *reading, struct edits *edits) {
  if (equals(reading->place.section, "set")) {
    return read_values(reading, edits, EDIT_SET);
  }
  if (equals(reading->place.section, "add")) {
    return read_values(reading, edits, EDIT_ADD);
  }
  if (equals(reading->place.section, "remove")) {
    return read_names(reading, edits);
  }
  return refuse(reading, "unknown field", "one of set, add, remove");
}

static bool read_direction(struct reading *reading, struct edits *edits) {
  if (!expect(reading, JSON_OBJECT, "an object with set, add, remove")) {
    return false;
  }
  json_enter(&reading->json);
  while (json_next_member(&reading->json, &reading->place.section)) {
    if (!read_section(reading, edits)) {
      return false;
    }
    reading->place.section.size = 0;
  }
  return reading->json.error == NULL || refuse_syntax(reading);
}

static bool read_directions(struct reading *reading, struct configuration *configuration) {
  if (!expect(reading, JSON_OBJECT, "an object with request, response")) {
    return false;
  }
  json_enter(&reading->json);
  while (json_next_member(&reading->json, &reading->place.direction)) {
    struct edits *edits;
    if (equals(reading->place.direction, "request")) {
      edits = &configuration->request;
    } else if (equals(reading->place.direction, "response")) {
      edits = &configuration->response;
    } else {
      return refuse(reading, "unknown field", "one of request, response");
    }
    if (!read_direction(reading, edits)) {
      return false;
    }
    reading->place.direction.size = 0;
  }
  return json_finish(&reading->json) || refuse_syntax(reading);
}

struct configuration *configuration_read(char *text, size_t size, struct reason *reason) {
  struct reading reading = {.json = json_reader(text, size), .reason = reason};
  struct configuration *configuration = calloc(1, sizeof *configuration);
  reason->size = 0;
  if (configuration == NULL) {
    free(text);
    refuse(&reading, "out of memory", "a smaller configuration");
    return NULL;
  }
  configuration->text = text;
  if (size > 0 && !read_directions(&reading, configuration)) {
    configuration_free(configuration);
    return NULL;
  }
  return configuration;
}

void configuration_free(struct configuration *configuration) {
  if (configuration == NULL) {
    return;
  }
  free(configuration->request.list);
  free(configuration->response.list);
  free(configuration->text);
  free(configuration);
}
