package dev.weir.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ServicesTest {
  private final List<String> ended = new ArrayList<>();
  private final Services services = new Services();

  @Test
  void endInReverseOrderAndOnce() {
    services.add("first", () -> ended.add("first"));
    services.add("second", () -> ended.add("second"));

    services.close();
    services.close();

    assertThat(ended).containsExactly("second", "first");
  }

  @Test
  void endAlthoughOneOfThemFails() {
    services.add("first", () -> ended.add("first"));
    services.add(
        "second",
        () -> {
          throw new IllegalStateException("as the test wants");
        });

    services.close();

    assertThat(ended).containsExactly("first");
  }

  @Test
  void endAtOnceWhenStartedTooLate() {
    services.close();

    assertThatThrownBy(() -> services.add("late", () -> ended.add("late")))
        .isInstanceOf(CancellationException.class);
    assertThat(ended).containsExactly("late");
  }
}
