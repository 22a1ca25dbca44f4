package dev.weir.extproc.record;

import dev.weir.extproc.answer.Answer;
import java.util.List;

/// Several sinks as one.
public final class Sinks implements StreamSink {
  private final List<StreamSink> all;
  private final boolean readsExchange;

  public Sinks(List<StreamSink> all) {
    this.all = List.copyOf(all);
    this.readsExchange = all.stream().anyMatch(StreamSink::readsExchange);
  }

  @Override
  public void answered(StreamRecord stream, Answer.Kind kind, Outcome outcome, long nanos) {
    for (StreamSink sink : all) {
      sink.answered(stream, kind, outcome, nanos);
    }
  }

  @Override
  public void ended(StreamRecord stream) {
    for (StreamSink sink : all) {
      sink.ended(stream);
    }
  }

  @Override
  public boolean readsPlugins(StreamRecord stream) {
    return readsExchange && all.stream().anyMatch(sink -> sink.readsPlugins(stream));
  }

  @Override
  public boolean readsExchange() {
    return readsExchange;
  }
}
