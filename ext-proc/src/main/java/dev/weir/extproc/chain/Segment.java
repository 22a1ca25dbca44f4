package dev.weir.extproc.chain;

import dev.weir.extproc.chain.Stage.Part;
import dev.weir.extproc.wire.Slice;
import dev.weir.proxywasm.abi.DataAction;
import dev.weir.proxywasm.abi.HeadersAction;
import dev.weir.proxywasm.abi.TrailersAction;
import dev.weir.proxywasm.http.BodyBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One plugin in one direction: calls it, and holds what it does not let go.
///
/// ```
///   FLOWING ── stop everything ──► SHUT ── resume ──► FLOWING, with the callbacks it missed
///      └────── any other stop ───► STOPPED ── resume, or a callback that continues ──► FLOWING
/// ```
final class Segment implements Outlet {
  private final Pipe pipe;
  private final PluginRun run;
  private final Outlet next;
  private Hold hold = Hold.FLOWING;
  private boolean headersEndStream;
  private boolean headersPassed;
  private boolean bodyEnded;
  private boolean trailersArrived;
  private boolean trailersSeen;
  private boolean showsBody;

  /// Whether the plugin held the body, and so is still shown what is left of it.
  private boolean heldBody;

  /// Whether the plugin has given a body to a message that has none.
  private boolean bodyCreated;

  /// Whether too much is answered with back-pressure rather than an error.
  private boolean pushesBack;

  /// Whether it was told already that back-pressure began.
  private boolean full;

  private @Nullable BodyBuffer buffer;

  private enum Hold {
    FLOWING,
    /// The plugin holds the message but is still called for what comes.
    STOPPED,
    /// The plugin holds the message and is called no more until it resumes.
    SHUT
  }

  Segment(Pipe pipe, PluginRun run, Outlet next) {
    this.pipe = pipe;
    this.run = run;
    this.next = next;
  }

  PluginRun run() {
    return run;
  }

  boolean holds() {
    return hold != Hold.FLOWING;
  }

  /// Whether the plugin holds the headers and has a callback for what comes behind them; one
  /// without waits for something else.
  boolean waitsForBody() {
    return hold == Hold.STOPPED
        && !headersPassed
        && !headersEndStream
        && (run.sees(pipe.direction(), Part.BODY) || run.sees(pipe.direction(), Part.TRAILERS));
  }

  /// Whether the plugin holds more than it may and wants the sender to wait, rather than an error.
  boolean isOverfull() {
    return pushesBack && heldBytes() > run.stage().heldBodyBytes();
  }

  int heldBytes() {
    return hold == Hold.FLOWING ? 0 : heldLength();
  }

  private int heldLength() {
    return buffer == null ? 0 : buffer.length();
  }

  /// What the plugin sees as the body: from when it is called for it until it lets go. Then, as in
  /// Envoy, an empty one, whose edits lead nowhere, unless it let go in the callback.
  Optional<BodyBuffer> visibleBody() {
    if (showsBody || (heldBody && holds())) {
      return Optional.of(buffer());
    }
    return heldBody ? Optional.of(new BodyBuffer()) : Optional.empty();
  }

  @Override
  public void headers(boolean endOfStream) {
    if (pipe.isHalted()) {
      return;
    }
    headersEndStream = endOfStream;
    showsBody = endOfStream && pipe.mayCreateBody();
    HeadersAction action = run.onHeaders(pipe.direction(), endOfStream);
    if (pipe.isHalted()) {
      return;
    }
    takeCreatedBody();
    switch (action) {
      case CONTINUE -> release();
      case STOP_ITERATION -> hold = Hold.STOPPED;
      case STOP_ALL_AND_BUFFER, STOP_ALL_AND_WATERMARK -> {
        hold = Hold.SHUT;
        pushesBack = action == HeadersAction.STOP_ALL_AND_WATERMARK;
      }
    }
  }

  @Override
  public void body(Slice bytes, boolean endOfStream) {
    if (pipe.isHalted()) {
      return;
    }
    if (hold == Hold.FLOWING && !run.sees(pipe.direction(), Part.BODY)) {
      next.body(bytes, endOfStream);
      return;
    }
    bodyEnded |= endOfStream;
    int before = keep(bytes);
    if (hold == Hold.SHUT) {
      checkLimit();
    } else {
      callBody(before);
    }
  }

  @Override
  public void trailers() {
    if (pipe.isHalted()) {
      return;
    }
    trailersArrived = true;
    if (hold != Hold.SHUT) {
      callTrailers();
    }
  }

  /// The plugin lets go.
  void resume() {
    switch (hold) {
      case FLOWING -> {}
      case STOPPED -> release();
      case SHUT -> {
        if (bodyCreated) {
          release();
        } else {
          hold = Hold.FLOWING;
          passHeaders();
          deliverMissed();
        }
      }
    }
  }

  /// Tells the plugin that the body has ended, if it has and the plugin was not told.
  void finishBody() {
    if (pipe.bodyIsWhole() && hold == Hold.STOPPED && !bodyEnded && !pipe.isHalted()) {
      bodyEnded = true;
      callBody(buffer().length());
    }
  }

  private void takeCreatedBody() {
    showsBody = false;
    if (headersEndStream && buffer != null && buffer.length() > 0) {
      bodyCreated = true;
      headersEndStream = false;
      bodyEnded = true;
    }
  }

  private void deliverMissed() {
    if (!pipe.isHalted() && (bodyEnded || buffer().length() > 0)) {
      callBody(0);
    }
    if (!pipe.isHalted() && trailersArrived && hold != Hold.SHUT) {
      callTrailers();
    }
  }

  /// @param before bytes held before the newest chunk
  private void callBody(int before) {
    showsBody = true;
    DataAction action = run.onBody(pipe.direction(), bodyEnded);
    showsBody = false;
    heldBody = action == DataAction.STOP_AND_BUFFER || action == DataAction.STOP_AND_WATERMARK;
    if (pipe.isHalted()) {
      return;
    }
    switch (action) {
      case CONTINUE -> release();
      case STOP_AND_BUFFER, STOP_AND_WATERMARK -> {
        hold = Hold.STOPPED;
        pushesBack = action == DataAction.STOP_AND_WATERMARK;
        checkLimit();
        finishBody();
      }
      case STOP_NO_BUFFER -> {
        hold = Hold.STOPPED;
        dropFrom(before);
        finishBody();
      }
    }
  }

  private void callTrailers() {
    TrailersAction action = run.onTrailers(pipe.direction());
    if (pipe.isHalted()) {
      return;
    }
    trailersSeen = true;
    switch (action) {
      case CONTINUE -> release();
      case STOP -> hold = Hold.STOPPED;
    }
  }

  private void release() {
    hold = Hold.FLOWING;
    if (!headersPassed) {
      passHeaders();
    }
    boolean ends = bodyEnded;
    bodyEnded = false;
    if (!pipe.isHalted()) {
      passBody(ends);
    }
    if (!pipe.isHalted() && trailersSeen) {
      trailersSeen = false;
      next.trailers();
    }
  }

  private void passBody(boolean ends) {
    Slice bytes = takeBuffer();
    if (ends || !bytes.isEmpty()) {
      next.body(bytes, ends);
    }
  }

  private void passHeaders() {
    headersPassed = true;
    next.headers(headersEndStream);
  }

  private int keep(Slice bytes) {
    int before = buffer().length();
    buffer().append(bytes.array(), bytes.offset(), bytes.length());
    return before;
  }

  private Slice takeBuffer() {
    BodyBuffer held = buffer;
    if (held == null) {
      return Slice.empty();
    }
    if (held.edited()) {
      pipe.bodyEdited();
    }
    buffer = null;
    return Slice.of(held.array(), held.offset(), held.length());
  }

  private void dropFrom(int length) {
    int surplus = buffer().length() - length;
    if (surplus > 0) {
      buffer().splice(length, surplus, new byte[0], 0, 0);
    }
  }

  private void checkLimit() {
    if (buffer().length() <= run.stage().heldBodyBytes()) {
      return;
    }
    if (!pushesBack) {
      run.holdsTooMuch(pipe.direction());
    } else if (!full) {
      full = true;
      run.pushesBack();
    }
  }

  private BodyBuffer buffer() {
    if (buffer == null) {
      buffer = new BodyBuffer();
    }
    return buffer;
  }
}
