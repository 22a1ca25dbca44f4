package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class CanonicalJsonTest {
  private final JsonMapper json = new JsonMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { "b" : 1 , "a" : [ true, null ] }   | {"a":[true,null],"b":1}
          {"\\u20ac":1,"\\ud83d\\ude00":2,"é":3} | {"é":3,"€":1,"😀":2}
          [1.0, -0.0, 1e3, 0.10, 1e21, 1e-7]    | [1,0,1000,0.1,1.0E21,1.0E-7]
          [9007199254740993, 18446744073709551616] | [9007199254740993,18446744073709551616]
          "a\\u0000\\n\\"\\\\\\/"                  | "a\\u0000\\n\\"\\\\/"
          {}                                   | {}
          []                                   | []
          """)
  void writesOneTextPerValue(String written, String canonical) {
    assertThat(CanonicalJson.write(json.readTree(written))).isEqualTo(canonical);
  }
}
