package dev.weir.cli.doctor;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/// A protobuf message as JSON: fields by Envoy's own names, in either spelling, defaults left out.
record Message(JsonNode json) {
  private static final String TYPE = "@type";

  /// Envoy's name of the type; empty if the JSON does not say.
  String type() {
    String url = json.path(TYPE).asString("");
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /// What a `TypedStruct` holds, under the type that it names; anything else as it is.
  Message unwrapped() {
    return type().endsWith("TypedStruct") ? new Message(json.path("value")) : this;
  }

  /// As [#type], also of what a `TypedStruct` holds.
  String innerType() {
    if (!type().endsWith("TypedStruct")) {
      return type();
    }
    String url = field("type_url").asString("");
    return url.substring(url.lastIndexOf('/') + 1);
  }

  Message at(String name) {
    return new Message(field(name));
  }

  boolean has(String name) {
    return !field(name).isMissingNode();
  }

  boolean isAbsent() {
    return json.isMissingNode();
  }

  String text(String name) {
    return field(name).asString("");
  }

  String text(String name, String absent) {
    return field(name).asString(absent);
  }

  /// A `bool`, or a `BoolValue`, which JSON writes alike.
  boolean flag(String name) {
    return field(name).asBoolean(false);
  }

  long number(String name, long absent) {
    return field(name).asLong(absent);
  }

  /// A `google.protobuf.Duration` such as `0.200s`.
  Duration time(String name, Duration absent) {
    String text = text(name);
    if (!text.endsWith("s")) {
      return absent;
    }
    try {
      BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
      return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return absent;
    }
  }

  List<Message> list(String name) {
    return StreamSupport.stream(field(name).spliterator(), false).map(Message::new).toList();
  }

  List<String> texts(String name) {
    return list(name).stream().map(item -> item.json().asString("")).toList();
  }

  private JsonNode field(String name) {
    JsonNode value = json.path(name);
    return value.isMissingNode() && name.indexOf('_') >= 0 ? json.path(camel(name)) : value;
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_", -1)) {
      camel.append(
          camel.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return camel.toString();
  }
}
