package dev.weir.cli.up;

import dev.weir.cli.folder.ResourceFolder;
import dev.weir.cli.user.UserError;
import dev.weir.model.EnvoyResources;
import dev.weir.model.EnvoyResources.Section;
import dev.weir.model.document.Document;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The ports on which the documents let Envoy listen when `weir up` starts.
///
/// @param ports in the documents' order
record Listeners(List<Integer> ports) {
  Listeners {
    ports = List.copyOf(ports);
  }

  /// Reads them, and checks that those which are not `proxy`'s are free.
  static Listeners claim(ResourceFolder folder, int proxy) {
    List<Document> documents;
    try {
      documents = folder.read();
    } catch (IOException e) {
      throw new UserError("%s: %s".formatted(folder, e.getMessage()), e);
    }
    List<Integer> ports = new ArrayList<>();
    List<PortClaim> claims = new ArrayList<>();
    for (Document document : documents) {
      if (document instanceof Document.Valid valid
          && valid.resource() instanceof EnvoyResources resources) {
        for (EnvoyResources.Entry listener : resources.in(Section.LISTENERS)) {
          int port = port(listener);
          ports.add(port);
          if (port != 0 && port != proxy) {
            claims.add(
                new PortClaim(
                    port,
                    "listener '%s'".formatted(listener.name()),
                    "%s:%d".formatted(valid.source().fileName(), listener.line())));
          }
        }
      }
    }
    PortClaim.all(claims);
    return new Listeners(ports.stream().filter(port -> port != 0).toList());
  }

  /// 0 for a listener that has none, such as one on a pipe.
  private static int port(EnvoyResources.Entry listener) {
    JsonNode port = listener.content().at("/address/socket_address/port_value");
    int value = port.asInt(0);
    return value > 0 && value <= 65_535 ? value : 0;
  }
}
