package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Filters change under load, and nobody who is only sending requests can tell when.
@Isolated
final class LiveChangeIT {
  private static final int CHANGES = 100;
  private static final int CLIENTS = 4;

  @TempDir Path temp;

  @Test
  void hundredChangesUnderLoadFailNoRequestAndDrainNoListener() {
    try (WeirUnderTest weir = WeirUnderTest.start(new Folder(temp.resolve("live")))) {
      LiveChange change = LiveChange.start(weir);
      Map<String, Long> before = weir.stats().listenerChanges();
      List<Duration> times = new ArrayList<>();
      Load load = Load.start(CLIENTS, weir.proxyPort(), LiveChangeIT::fault);
      try (load) {
        for (int i = 1; i <= CHANGES; i++) {
          times.add(change.make(i));
        }
      }

      System.out.printf("live change: %d requests, %s%n", load.sent(), Figures.of(times));
      assertThat(load.stop()).isEmpty();
      assertThat(load.sent()).isGreaterThan(CHANGES);
      assertThat(weir.stats().listenerChanges()).isEqualTo(before);
      assertThat(Figures.of(times).median()).isLessThan(Duration.ofSeconds(1));
    }
  }

  /// A request must succeed, and each plugin must have treated request and response alike: with one
  /// revision, or not at all.
  private static String fault(Client client) {
    Exchange exchange = client.get("/");
    if (exchange.status() != 200) {
      return "status %d: %s".formatted(exchange.status(), exchange.body());
    }
    for (String header : LiveChange.MARKERS) {
      if (!exchange.header(header).equals(exchange.upstreamHeader(header))) {
        return "%s: %s in the request, %s in the response"
            .formatted(header, exchange.upstreamHeader(header), exchange.header(header));
      }
    }
    return "";
  }
}
