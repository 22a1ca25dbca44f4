package dev.weir.extproc.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.extproc.answer.Answer.Kind;
import dev.weir.extproc.chain.FakeStage;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.abi.BufferType;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.BodyBuffer;
import dev.weir.proxywasm.http.HttpExchange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Which answers say that they change the exchange: those that carry what a plugin did, and not
/// those that give the proxy its own bytes back.
class AnswerEffectTest {
  private static final byte[] ONE = "one".getBytes(UTF_8);
  private static final byte[] TWO = "two".getBytes(UTF_8);

  private static FakeStage looking() {
    return new FakeStage("looking");
  }

  private static FakeStage collecting() {
    return new FakeStage("collecting")
        .onBody((x, c) -> c.endOfStream() ? DataAction.CONTINUE : DataAction.STOP_AND_BUFFER);
  }

  private static FakeStage editing(String to) {
    return new FakeStage("editing")
        .onBody((x, c) -> {
          replace(x, to);
          return DataAction.CONTINUE;
        });
  }

  private static void replace(HttpExchange exchange, String to) {
    BodyBuffer body = exchange.body(BufferType.HTTP_REQUEST_BODY).orElseThrow();
    body.splice(0, body.length(), to.getBytes(UTF_8), 0, to.length());
  }

  private static EnvoyModel upload(BodyMode mode, FakeStage... chain) {
    EnvoyModel envoy = new EnvoyModel(List.of(chain), mode, BodyMode.NONE);
    envoy.request.headersArrive(List.of(":method", "POST"), false);
    envoy.readAnswers();
    envoy.request.bodyArrives(ONE, false);
    envoy.readAnswers();
    envoy.request.bodyArrives(TWO, true);
    envoy.readAnswers();
    assertThat(envoy.request.endOn).isTrue();
    return envoy;
  }

  @ParameterizedTest
  @EnumSource(names = {"BUFFERED", "STREAMED", "FULL_DUPLEX_STREAMED"})
  void aBodyThatPluginsOnlyLookAtIsNotChanged(BodyMode mode) {
    assertThat(upload(mode, looking(), looking()).edits).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"BUFFERED", "STREAMED", "FULL_DUPLEX_STREAMED"})
  void norIsOneThatAPluginHoldsToItsEnd(BodyMode mode) {
    EnvoyModel envoy = upload(mode, looking(), collecting(), looking());

    assertThat(envoy.request.bodyOn.toString(UTF_8)).isEqualTo("onetwo");
    assertThat(envoy.edits).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"STREAMED", "FULL_DUPLEX_STREAMED"})
  void oneThatAPluginReplacesIs(BodyMode mode) {
    assertThat(upload(mode, looking(), editing("new"), looking()).edits)
        .containsExactly(Kind.REQUEST_BODY, Kind.REQUEST_BODY);
  }

  @ParameterizedTest
  @EnumSource(names = {"BUFFERED", "STREAMED", "FULL_DUPLEX_STREAMED"})
  void oneThatAPluginEmptiesIs(BodyMode mode) {
    assertThat(upload(mode, looking(), editing(""), looking()).edits).contains(Kind.REQUEST_BODY);
  }

  @ParameterizedTest
  @EnumSource(names = {"BUFFERED", "STREAMED", "FULL_DUPLEX_STREAMED"})
  void oneIsThatAnotherPluginHoldsOnceItWasChanged(BodyMode mode) {
    assertThat(upload(mode, editing("new"), collecting()).edits).containsExactly(Kind.REQUEST_BODY);
  }

  @Test
  void onlyTheChangedPieceOfABodyIsChanged() {
    FakeStage last =
        new FakeStage("last")
            .onBody((x, c) -> {
              if (c.endOfStream()) {
                replace(x, "end");
              }
              return DataAction.CONTINUE;
            });

    assertThat(upload(BodyMode.FULL_DUPLEX_STREAMED, last).edits)
        .containsExactly(Kind.REQUEST_BODY);
  }

  @Test
  void askingForOtherModesIsNoChange() {
    EnvoyModel envoy = new EnvoyModel(List.of(looking()), BodyMode.NONE, BodyMode.NONE);
    envoy.allows(Terms.Overrides.WITH_HEADERS);
    envoy.request.headersArrive(List.of(":method", "POST"), false);

    envoy.readAnswers();

    assertThat(envoy.overrides).isEqualTo(1);
    assertThat(envoy.edits).isEmpty();
  }

  @Test
  void metadataIsAChange() {
    FakeStage telling =
        new FakeStage("telling")
            .onHeaders((x, c) -> {
              x.setProperty(List.of("key"), Bytes.utf8("value"));
              return HeadersAction.CONTINUE;
            });
    EnvoyModel envoy = new EnvoyModel(List.of(telling), BodyMode.NONE, BodyMode.NONE);

    envoy.request.headersArrive(List.of(":method", "GET"), true);

    assertThat(envoy.edits).containsExactly(Kind.REQUEST_HEADERS);
  }

  @Test
  void anEditedHeaderIsAChange() {
    FakeStage adding =
        new FakeStage("adding")
            .onHeaders((x, c) -> {
              x.headers(MapType.HTTP_REQUEST_HEADERS).orElseThrow().add("x-a", "1");
              return HeadersAction.CONTINUE;
            });
    EnvoyModel envoy = new EnvoyModel(List.of(adding), BodyMode.NONE, BodyMode.NONE);

    envoy.request.headersArrive(List.of(":method", "GET"), true);

    assertThat(envoy.edits).containsExactly(Kind.REQUEST_HEADERS);
  }
}
