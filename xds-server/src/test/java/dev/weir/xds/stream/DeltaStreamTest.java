package dev.weir.xds.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Sentences of the protocol, one test each.
class DeltaStreamTest {
  private final Wire wire = new Wire();
  private final DeltaStream stream = wire.stream(100);

  @Test
  void sendsEverythingToAClientThatNamesNothing() {
    wire.put("a", "1");
    wire.put("b", "1");

    stream.request(Wire.subscribe());

    assertThat(wire.waiting()).containsExactly("a@1", "b@1");
  }

  @Test
  void tellsAFreshClientThatEverythingIsNothing() {
    stream.request(Wire.subscribe());

    assertThat(wire.arrived).hasSize(1);
    assertThat(wire.waiting()).isEmpty();
  }

  @Test
  void sendsOnlyWhatIsNamed() {
    wire.put("a", "1");
    wire.put("b", "1");

    stream.request(Wire.subscribe("b"));

    assertThat(wire.waiting()).containsExactly("b@1");
  }

  @Test
  void doesNotTakeALaterEmptyListForEverything() {
    wire.put("a", "1");
    stream.request(Wire.subscribe("a"));
    stream.request(wire.ack());
    stream.request(Wire.unsubscribe("a"));
    wire.put("b", "1");

    stream.pump();

    assertThat(wire.waiting()).isEmpty();
  }

  @Test
  void answersANameThatDoesNotExistAndSendsItWhenItDoes() {
    stream.request(Wire.subscribe("a"));
    assertThat(wire.waiting()).containsExactly("-a");
    stream.request(wire.ack());

    wire.put("a", "1");
    stream.pump();

    assertThat(wire.waiting()).containsExactly("a@1");
  }

  @Test
  void answersASubscriptionThoughTheClientHasTheVersion() {
    wire.put("a", "1");
    stream.request(Wire.subscribe("a"));
    stream.request(wire.ack());

    stream.request(Wire.subscribe("a"));

    assertThat(wire.waiting()).containsExactly("a@1");
  }

  @Test
  void skipsAfterAReconnectWhatTheClientHasAndRemovesWhatIsGone() {
    wire.put("a", "1");
    wire.put("b", "2");

    stream.request(Wire.reconnect(Map.of("a", "1", "b", "1", "c", "1")));

    assertThat(wire.waiting()).containsExactly("b@2");
    stream.request(wire.ack());
    assertThat(wire.waiting()).containsExactly("-c");
  }

  @Test
  void staysSilentToAReconnectWithEqualNames() {
    wire.put("a", "1");

    stream.request(Wire.reconnect(Map.of("a", "1"), "a"));

    assertThat(wire.arrived).isEmpty();
  }

  @Test
  void answersAnUnsubscribedNameThatTheWildcardStillCovers() {
    wire.put("a", "1");
    stream.request(Wire.subscribe("*", "a", "b"));
    stream.request(wire.ack());

    stream.request(Wire.unsubscribe("a", "b"));

    assertThat(wire.waiting()).containsExactly("a@1", "-b");
  }

  @Test
  void ignoresANameThatWasNeverSubscribed() {
    wire.put("a", "1");
    stream.request(Wire.subscribe("b"));
    stream.request(wire.ack());

    stream.request(Wire.unsubscribe("a"));

    assertThat(wire.arrived).isEmpty();
  }

  @Test
  void waitsForTheAnswerAndThenSendsOnlyTheNewest() {
    wire.put("a", "1");
    stream.request(Wire.subscribe("a"));
    wire.put("a", "2");
    stream.pump();
    wire.put("a", "3");
    stream.pump();
    assertThat(wire.waiting()).containsExactly("a@1");

    stream.request(wire.ack());

    assertThat(wire.waiting()).containsExactly("a@3");
  }

  @Test
  void sendsNothingToAClientThatDoesNotRead() {
    wire.ready = false;
    wire.put("a", "1");
    stream.request(Wire.subscribe("a"));
    wire.put("a", "2");
    stream.pump();
    assertThat(wire.arrived).isEmpty();

    wire.ready = true;
    stream.pump();

    assertThat(wire.waiting()).containsExactly("a@2");
  }

  @Test
  void doesNotRepeatWhatWasRefused() {
    wire.put("a", "1");
    stream.request(Wire.subscribe("a"));
    stream.request(wire.nack());

    stream.pump();
    stream.request(Wire.subscribe("b"));

    assertThat(wire.waiting()).containsExactly("-b");
    assertThat(wire.answers).containsExactly("nack [a@1]");
  }

  @Test
  void sendsTheEarlierVersionAfterARefusalSinceTheClientMayHaveTakenPart() {
    wire.put("a", "1");
    wire.put("b", "1");
    stream.request(Wire.subscribe("a", "b"));
    stream.request(wire.ack());
    wire.put("a", "2");
    wire.put("b", "2");
    stream.pump();
    stream.request(wire.nack());

    wire.put("a", "1");
    stream.pump();

    assertThat(wire.waiting()).containsExactly("a@1");
  }

  @Test
  void usesTheSubscriptionsOfARequestWhoseNonceIsStale() {
    wire.put("a", "1");
    wire.put("b", "1");
    stream.request(Wire.subscribe("a"));

    stream.request(
        new DeltaRequest(
            Wire.TYPE, List.of("b"), List.of(), Map.of(), "no-such-nonce", Optional.empty()));

    assertThat(wire.answers).containsExactly("stale no-such-nonce");
    stream.request(wire.ack());
    assertThat(wire.waiting()).containsExactly("b@1");
  }

  @Test
  void sendsOneResourcePerResponseWhereAnAnswerMustBelongToOne() {
    DeltaStream single = wire.stream(1);
    wire.put("a", "1");
    wire.put("b", "1");

    single.request(Wire.subscribe());

    assertThat(wire.waiting()).containsExactly("a@1");
    single.request(wire.nack());
    assertThat(wire.waiting()).containsExactly("b@1");
  }

  @Test
  void numbersResponsesAndNeverReusesANumber() {
    for (int i = 0; i < 5; i++) {
      wire.put("a", String.valueOf(i));
      stream.request(i == 0 ? Wire.subscribe("a") : wire.ack());
    }

    Set<String> nonces = new HashSet<>();
    wire.all.forEach(response -> nonces.add(response.nonce()));
    assertThat(nonces).hasSameSizeAs(wire.all);
  }

  @Test
  void sendsWhatIsReferredToFirstAndRemovesItLast() {
    Wire clusters = new Wire();
    DeltaStream ordered =
        new DeltaStream(
            List.of(
                new DeltaStream.Content.Resources(
                    new TypeRule("cluster", true, 100), () -> clusters),
                new DeltaStream.Content.Resources(new TypeRule("route", true, 100), () -> wire)),
            wire,
            wire);
    clusters.put("c1", "1");
    wire.put("r", "to c1");
    ordered.request(request("cluster"));
    ordered.request(request("route"));
    assertThat(wire.waiting()).containsExactly("c1@1");
    ordered.request(wire.ack());
    ordered.request(wire.ack());

    clusters.store.clear();
    clusters.put("c2", "1");
    wire.put("r", "to c2");
    ordered.pump();

    assertThat(wire.waiting()).containsExactly("c2@1");
    ordered.request(wire.ack());
    assertThat(wire.waiting()).containsExactly("r@to c2");
    ordered.request(wire.ack());
    assertThat(wire.waiting()).containsExactly("-c1");
  }

  private static DeltaRequest request(String type) {
    return new DeltaRequest(type, List.of(), List.of(), Map.of(), "", Optional.empty());
  }
}
