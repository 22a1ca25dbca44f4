package dev.weir.cli.conformance.tcp;

import com.fasterxml.jackson.annotation.JsonCreator;

/// What an end of a connection does. Written as a word and what it needs, for example `send hello`.
public sealed interface TcpAct {
  /// `send TEXT`.
  record Send(String text) implements TcpAct {
    @Override
    public String toString() {
      return "send " + text;
    }
  }

  /// `fill BYTES`: sends so many `x`.
  record Fill(int bytes) implements TcpAct {
    @Override
    public String toString() {
      return "fill " + bytes;
    }
  }

  /// `await EVENT`: until the event, or a line of the probe, begins so. Events are `>> text`, all
  /// that the server has received so far; `> end`, `> reset`; the same of the client with `<`;
  /// `begin` and `done`, where the server begins and has done what it is to do.
  record Await(String event) implements TcpAct {
    @Override
    public String toString() {
      return "await " + event;
    }
  }

  /// It sends no more.
  record End() implements TcpAct {
    @Override
    public String toString() {
      return "end";
    }
  }

  record Close() implements TcpAct {
    @Override
    public String toString() {
      return "close";
    }
  }

  /// Closes without a farewell.
  record Reset() implements TcpAct {
    @Override
    public String toString() {
      return "reset";
    }
  }

  /// From its form in a case.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static TcpAct of(String text) {
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    String rest = space < 0 ? "" : text.substring(space + 1);
    return switch (word) {
      case "send" -> new Send(rest);
      case "fill" -> new Fill(Integer.parseInt(rest));
      case "await" -> new Await(rest);
      case "end" -> new End();
      case "close" -> new Close();
      case "reset" -> new Reset();
      default ->
          throw new IllegalArgumentException(
              "act: '%s' (expected: send, fill, await, end, close, reset)".formatted(text));
    };
  }
}
