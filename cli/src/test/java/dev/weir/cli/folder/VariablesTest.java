package dev.weir.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
  private final Variables variables = new Variables(Map.of("WEIR_PROXY_PORT", "1234"));

  @ParameterizedTest
  @CsvSource({
    "port: ${WEIR_PROXY_PORT}, port: 1234",
    "port: ${WEIR_PROXY_PORT:-10000}, port: 1234",
    "'{port: \"${WEIR_PROXY_PORT:-10000}\", a: 1}', '{port: \"1234\", a: 1}'",
    "port: ${WEIR_OTHER:-5}, port: 5",
    "port: ${WEIR_OTHER:-}, 'port: '",
    "port: ${WEIR_OTHER}, port: ${WEIR_OTHER}",
    "path: ${HOME:-5}, path: ${HOME:-5}",
    "log: %REQ(:path)% $1 \\ ü, log: %REQ(:path)% $1 \\ ü"
  })
  void replacesWhatIsItsOwn(String document, String expanded) {
    byte[] bytes = variables.expand(document.getBytes(StandardCharsets.UTF_8));

    assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(expanded);
  }
}
