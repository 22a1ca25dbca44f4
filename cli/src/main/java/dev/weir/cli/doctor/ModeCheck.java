package dev.weir.cli.doctor;

import java.util.List;

/// What is sent to the host: headers, bodies and trailers of both directions.
final class ModeCheck {
  private static final String NONE = "NONE";
  private static final String SEND = "SEND";
  private static final String SKIP = "SKIP";
  private static final String DUPLEX = "FULL_DUPLEX_STREAMED";

  private ModeCheck() {}

  static void check(Examined examined, Message mode, Findings findings) {
    for (String direction : List.of("request", "response")) {
      headers(examined, mode, direction, findings);
      body(examined, mode, direction, findings);
      trailers(examined, mode, direction, findings);
    }
    overrides(examined, findings);
  }

  private static void headers(
      Examined examined, Message mode, String direction, Findings findings) {
    String field = direction + "_header_mode";
    boolean sent = !mode.text(field).equals(SKIP);
    boolean wanted = wanted(examined).text(field).equals(SEND);
    if (wanted && !sent) {
      findings.error(path(field), SKIP, SEND, "plugins never see the %ss".formatted(direction));
    } else if (sent && !wanted) {
      findings.note(
          path(field),
          mode.text(field),
          SKIP,
          "each %s costs a message that no plugin looks at".formatted(direction));
    }
  }

  private static void body(Examined examined, Message mode, String direction, Findings findings) {
    String field = direction + "_body_mode";
    String found = mode.text(field, NONE);
    boolean wanted = !wanted(examined).text(field, NONE).equals(NONE);
    if (!wanted && !found.equals(NONE)) {
      findings.warning(path(field), found, NONE, "every body is sent, and no plugin looks at it");
    } else if (wanted && found.equals(NONE) && !examined.takesModesPerRequest()) {
      findings.error(
          path(field),
          found,
          DUPLEX
              + ", or allow_mode_override with mode-override=true in the terms from Envoy 1.40 on",
          "plugins never see the bodies");
    } else if (wanted) {
      held(examined, found, path(field), findings);
    }
  }

  private static void held(Examined examined, String found, String field, Findings findings) {
    switch (found) {
      case "BUFFERED" ->
          findings.warning(
              field,
              found,
              DUPLEX,
              "a body above the connection's buffer limit is refused with 413 or 500");
      case "BUFFERED_PARTIAL" ->
          findings.warning(
              field, found, DUPLEX, "what is beyond the buffer limit passes by the plugins");
      case "GRPC" ->
          findings.error(
              field, found, DUPLEX, "Envoy does not implement it; bodies pass by the plugins");
      case "STREAMED" ->
          findings.note(
              field,
              found,
              DUPLEX,
              "plugins cannot hold the headers until they have seen the body");
      default -> {}
    }
    if (found.startsWith("BUFFERED") && !examined.filter().upgrades().isEmpty()) {
      findings.warning(
          field,
          "%s with upgrades to %s"
              .formatted(found, String.join(", ", examined.filter().upgrades())),
          "STREAMED or " + DUPLEX,
          "a tunnel's body has no end, so its streams end after the headers");
    }
  }

  private static void trailers(
      Examined examined, Message mode, String direction, Findings findings) {
    String field = direction + "_trailer_mode";
    boolean sent = mode.text(field).equals(SEND);
    boolean wanted = wanted(examined).text(field).equals(SEND);
    if (wanted && !sent && !examined.takesModesPerRequest()) {
      findings.error(
          path(field),
          mode.text(field, SKIP),
          SEND,
          "plugins see no trailers, gRPC's status among them, and a body that they hold until its"
              + " end may be lost");
    }
  }

  private static void overrides(Examined examined, Findings findings) {
    boolean allowed = examined.found().flag("allow_mode_override");
    boolean told = examined.isToldOfOverrides();
    if (told && !allowed) {
      findings.error(
          "allow_mode_override",
          "false",
          "true, as the terms say",
          "Envoy ignores the modes that the host asks for");
    }
    if (told && !examined.found().list("allowed_override_modes").isEmpty()) {
      findings.warning(
          "allowed_override_modes",
          "a list",
          "none, as the terms say",
          "Envoy ignores a mode that is not in the list to the letter");
    }
    if (allowed && examined.found().flag("send_body_without_waiting_for_header_response")) {
      findings.warning(
          "send_body_without_waiting_for_header_response",
          "true",
          "false",
          "Envoy then ignores allow_mode_override");
    }
  }

  private static Message wanted(Examined examined) {
    return examined.wanted().at("processing_mode");
  }

  private static String path(String field) {
    return "processing_mode." + field;
  }
}
