package dev.weir.extproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.record.End;
import dev.weir.extproc.record.Outcome;
import dev.weir.extproc.record.PluginVisit;
import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.record.StreamSink;
import dev.weir.extproc.wire.Direction;
import io.envoyproxy.envoy.service.ext_proc.v3.ProcessingRequest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a host tells of each stream.
class StreamRecordTest {
  private final BlockingQueue<StreamRecord> ended = new LinkedBlockingQueue<>();
  private final StreamSink sink =
      new StreamSink() {
        @Override
        public void ended(StreamRecord stream) {
          ended.add(stream);
        }

        @Override
        public boolean readsPlugins(StreamRecord stream) {
          return stream.exchange().requestId().equals("watched");
        }
      };
  private RunningHost host;
  private ProcessClient client;

  @BeforeEach
  void start() throws Exception {
    host = new RunningHost(options -> options, sink);
    client = new ProcessClient(host.address());
  }

  @AfterEach
  void stop() {
    client.close();
    host.close();
  }

  private StreamRecord record() throws InterruptedException {
    StreamRecord record = ended.poll(20, TimeUnit.SECONDS);
    if (record == null) {
      throw new AssertionError("no stream ended within 20 s");
    }
    return record;
  }

  private static ProcessingRequest get() {
    return get("r-1");
  }

  private static ProcessingRequest get(String requestId) {
    return ProcessingRequest.newBuilder()
        .setRequestHeaders(
            ProcessClient.headers(
                true,
                ":method",
                "GET",
                ":path",
                "/orders?token=secret",
                ":authority",
                "example.com",
                "x-request-id",
                requestId))
        .build();
  }

  @Test
  void saysWhatTheExchangeWasWithoutItsQuery() throws Exception {
    ProcessClient.Call call = client.open(RunningHost.CHAIN);
    call.ask(get());
    call.ask(ProcessClient.ok());
    call.reset();

    StreamRecord record = record();

    assertThat(record.origin().chain()).isEqualTo("weir.authn");
    assertThat(record.origin().peer()).isEqualTo("127.0.0.1");
    assertThat(record.exchange().path()).isEqualTo("/orders");
    assertThat(record.exchange().authority()).isEqualTo("example.com");
    assertThat(record.exchange().requestId()).isEqualTo("r-1");
    assertThat(record.exchange().status()).isEqualTo("200");
    assertThat(record.bodyBytes(Direction.REQUEST)).isZero();
  }

  @Test
  void saysWhatEachPhaseCameTo() throws Exception {
    ProcessClient.Call call = client.open(RunningHost.CHAIN);
    call.ask(get());
    call.ask(ProcessClient.ok());
    call.reset();

    StreamRecord record = record();

    assertThat(record.phases().get(Answer.Kind.REQUEST_HEADERS))
        .extracting(StreamRecord.Phase::count, StreamRecord.Phase::worst)
        .containsExactly(1, Outcome.MUTATED);
    assertThat(record.phases().get(Answer.Kind.RESPONSE_HEADERS))
        .extracting(StreamRecord.Phase::worst)
        .isEqualTo(Outcome.CONTINUE);
    assertThat(record.outcome()).isEqualTo(Outcome.MUTATED);
    assertThat(record.duration()).isPositive();
  }

  @Test
  void saysWhatEachPluginDidOnAStreamThatIsWatched() throws Exception {
    ProcessClient.Call call = client.open(RunningHost.CHAIN);
    call.ask(get("watched"));
    call.ask(ProcessClient.ok());
    call.reset();

    PluginVisit visit = record().plugins().getFirst();

    assertThat(visit.plugin()).isEqualTo("default/headers");
    assertThat(visit.phases())
        .containsExactly(Answer.Kind.REQUEST_HEADERS, Answer.Kind.RESPONSE_HEADERS);
    assertThat(visit.outcome()).isEqualTo(Outcome.CONTINUE);
    assertThat(visit.inCallbacks()).isPositive().isLessThanOrEqualTo(visit.took());
  }

  @Test
  void saysWhichPluginAnsweredAndWhichCameNoFurther() throws Exception {
    host.load(
        "weir.authz",
        RunningHost.plugin("default/api-key", "api-key").toBuilder()
            .setConfiguration(ByteString.copyFromUtf8("{\"header\":\"x-key\",\"keys\":[\"a\"]}"))
            .build(),
        RunningHost.headers());
    ProcessClient.Call call = client.open("weir.authz");
    call.ask(get("watched"));

    assertThat(record().plugins())
        .extracting(PluginVisit::plugin, PluginVisit::outcome)
        .containsExactly(tuple("default/api-key", Outcome.IMMEDIATE));
  }

  @Test
  void writesNothingDownOfPluginsThatNobodyWatches() throws Exception {
    ProcessClient.Call call = client.open(RunningHost.CHAIN);
    call.ask(get());
    call.reset();

    assertThat(record().plugins()).isEmpty();
  }

  @Test
  void saysHowItEnded() throws Exception {
    ProcessClient.Call closed = client.open(RunningHost.CHAIN);
    closed.ask(get());
    closed.halfClose();
    assertThat(record().end()).isEqualTo(End.HALF_CLOSED);

    ProcessClient.Call wrong = client.open(RunningHost.CHAIN);
    wrong.ask(get());
    wrong.send(get());
    assertThat(record().end()).isEqualTo(End.VIOLATION);
  }

  @Test
  void aChainThatIsNotHereIsAFailureAndItsNameNoLabel() throws Exception {
    client.open("made up by a stranger").ask(get());

    StreamRecord record = record();

    assertThat(record.origin().chain()).isEqualTo("unknown");
    assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(
            host.meters
                .get("weir.extproc.answer")
                .tags("chain", "unknown", "phase", "immediate", "result", "failed")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void metersLatencyByChainPhaseAndResult() throws Exception {
    ProcessClient.Call call = client.open(RunningHost.CHAIN);
    call.ask(get());
    call.reset();
    record();

    assertThat(
            host.meters
                .get("weir.extproc.answer")
                .tags("chain", "weir.authn", "phase", "request_headers", "result", "mutated")
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(
            host.meters
                .get("weir.extproc.stream")
                .tags("chain", "weir.authn", "end", "reset", "result", "mutated")
                .timer()
                .count())
        .isEqualTo(1);
  }
}
