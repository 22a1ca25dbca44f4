package dev.weir.cli.telemetry;

import dev.weir.extproc.answer.Answer;
import dev.weir.extproc.record.Outcome;
import dev.weir.extproc.record.PluginVisit;
import dev.weir.extproc.record.StreamRecord;
import dev.weir.extproc.record.StreamSink;
import dev.weir.extproc.wire.Direction;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A span for each stream, joined to the proxy's trace, with an event for each phase and a span
/// below it for each plugin. Made when the stream is over, with the times that its record kept;
/// sent in batches by a thread of the SDK's.
///
/// The proxy decides what is sampled: a stream without a `traceparent`, or with one that is not
/// sampled, makes no span.
public final class Tracing implements StreamSink, AutoCloseable {
  private static final AttributeKey<String> CHAIN = AttributeKey.stringKey("weir.chain");
  private static final AttributeKey<String> RESULT = AttributeKey.stringKey("weir.result");
  private static final AttributeKey<String> END = AttributeKey.stringKey("weir.end");
  private static final AttributeKey<List<String>> FAILED =
      AttributeKey.stringArrayKey("weir.failed_plugins");
  private static final AttributeKey<Long> COUNT = AttributeKey.longKey("weir.answers");
  private static final AttributeKey<Double> TOOK = AttributeKey.doubleKey("weir.took_ms");
  private static final AttributeKey<String> PLUGIN = AttributeKey.stringKey("weir.plugin");
  private static final AttributeKey<List<String>> PHASES =
      AttributeKey.stringArrayKey("weir.phases");
  private static final AttributeKey<Double> IN_CALLBACKS =
      AttributeKey.doubleKey("weir.callbacks_ms");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  private static final AttributeKey<String> AUTHORITY = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> REQUEST_BYTES =
      AttributeKey.longKey("http.request.body.size");
  private static final AttributeKey<Long> RESPONSE_BYTES =
      AttributeKey.longKey("http.response.body.size");

  private static final TextMapGetter<String> HEADER =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable String traceParent, String key) {
          return key.equals("traceparent") ? traceParent : null;
        }
      };

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private Tracing(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("dev.weir.ext-proc");
  }

  /// @param endpoint of a collector, without `/v1/traces`
  static Tracing start(URI endpoint) {
    String base = endpoint.toString().replaceAll("/+$", "");
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(base + "/v1/traces").build();
    return new Tracing(
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault().toBuilder().put("service.name", "weir-ext-proc").build())
            .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build());
  }

  @Override
  public boolean readsPlugins(StreamRecord stream) {
    return sampledParent(stream).isPresent();
  }

  @Override
  public void ended(StreamRecord stream) {
    sampledParent(stream).ifPresent(parent -> write(stream, parent));
  }

  private static Optional<Context> sampledParent(StreamRecord stream) {
    String parent =
        stream.origin().traceParent().isEmpty()
            ? stream.exchange().traceParent()
            : stream.origin().traceParent();
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    Context context =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, HEADER);
    return Span.fromContext(context).getSpanContext().isSampled()
        ? Optional.of(context)
        : Optional.empty();
  }

  private void write(StreamRecord stream, Context parent) {
    SpanBuilder builder =
        tracer
            .spanBuilder("ext_proc " + stream.origin().chain())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(stream.began())
            .setAttribute(CHAIN, stream.origin().chain() + "@" + stream.origin().revision())
            .setAttribute(RESULT, word(stream.outcome()))
            .setAttribute(END, word(stream.end()))
            .setAttribute(METHOD, stream.exchange().method())
            .setAttribute(PATH, stream.exchange().path())
            .setAttribute(AUTHORITY, stream.exchange().authority())
            .setAttribute(REQUEST_BYTES, stream.bodyBytes(Direction.REQUEST))
            .setAttribute(RESPONSE_BYTES, stream.bodyBytes(Direction.RESPONSE));
    Span span = builder.startSpan();
    stream.phases().forEach((kind, phase) -> event(span, stream.began(), kind, phase));
    stream.plugins().forEach(plugin -> write(plugin, stream.began(), parent.with(span)));
    if (stream.outcome() == Outcome.FAILED) {
      span.setAttribute(FAILED, List.copyOf(stream.failedPlugins()));
      span.setStatus(StatusCode.ERROR, "plugins failed");
    }
    span.end(stream.began().plus(stream.duration()));
  }

  private void write(PluginVisit plugin, Instant streamBegan, Context stream) {
    Instant began = streamBegan.plus(plugin.after());
    Span span =
        tracer
            .spanBuilder("plugin " + plugin.plugin())
            .setParent(stream)
            .setStartTimestamp(began)
            .setAttribute(PLUGIN, plugin.plugin())
            .setAttribute(PHASES, plugin.phases().stream().map(Tracing::word).toList())
            .setAttribute(RESULT, word(plugin.outcome()))
            .setAttribute(IN_CALLBACKS, plugin.inCallbacks().toNanos() / 1e6)
            .startSpan();
    if (plugin.outcome() == Outcome.FAILED) {
      span.setStatus(StatusCode.ERROR, "failed");
    }
    span.end(began.plus(plugin.took()));
  }

  private static void event(Span span, Instant began, Answer.Kind kind, StreamRecord.Phase phase) {
    Attributes attributes =
        Attributes.of(
            RESULT,
            word(phase.worst()),
            COUNT,
            (long) phase.count(),
            TOOK,
            phase.took().toNanos() / 1e6);
    span.addEvent(word(kind), attributes, began.plus(phase.after()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// Sends what waits, and ends.
  @Override
  public void close() {
    provider.shutdown().join(5, TimeUnit.SECONDS);
  }
}
