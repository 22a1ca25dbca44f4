package dev.weir.cli.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.user.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @Test
  void isAHostAndAPort() {
    assertThat(Address.parse("localhost:0")).isEqualTo(new Address("localhost", 0));
    assertThat(Address.parse("[::1]:18000")).isEqualTo(new Address("::1", 18_000));
    assertThat(Address.parse("[::1]:18000")).hasToString("[::1]:18000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":1", "a", "a:", "a:b", "a:65536", "::1:5", "a:1:2"})
  void isNothingElse(String text) {
    assertThatThrownBy(() -> Address.parse(text)).hasMessageContaining("expected: HOST:PORT");
  }

  @Test
  void isServedInPlainTextBeyondLoopbackOnlyWithConsent() {
    Address everywhere = new Address("0.0.0.0", 1);

    assertThatThrownBy(() -> everywhere.resolvePlaintext(false, "--plaintext"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--plaintext");
    assertThat(everywhere.resolvePlaintext(true, "--plaintext").getPort()).isEqualTo(1);
    assertThat(new Address("127.0.0.1", 2).resolvePlaintext(false, "").getPort()).isEqualTo(2);
  }
}
