package dev.weir.extproc.stream;

import dev.weir.extproc.answer.Conversation;
import dev.weir.extproc.answer.ImmediateResponse;
import dev.weir.extproc.chain.Outlet;
import dev.weir.extproc.chain.ProxySide;
import dev.weir.extproc.chain.Stage;
import dev.weir.extproc.mapping.Drops;
import dev.weir.extproc.mapping.ImmediateResponses;
import dev.weir.extproc.stream.Terms.LongReplies;
import dev.weir.extproc.wire.BodyMode;
import dev.weir.extproc.wire.Direction;
import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.abi.MapType;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.http.LocalResponse;
import dev.weir.proxywasm.http.PropertyValue;
import java.util.List;
import java.util.Optional;

/// A stream as the plugins of its chain use it.
final class ChainSide implements ProxySide {
  private final HttpStream stream;
  private final Terms terms;

  ChainSide(HttpStream stream, Terms terms) {
    this.stream = stream;
    this.terms = terms;
  }

  @Override
  public Outlet outlet(Direction direction) {
    return stream.flow(direction);
  }

  @Override
  public boolean editable(MapType map) {
    return !stream.isObserved()
        && switch (map) {
          case HTTP_REQUEST_HEADERS -> stream.flow(Direction.REQUEST).headersEditable();
          case HTTP_RESPONSE_HEADERS -> stream.flow(Direction.RESPONSE).headersEditable();
          case HTTP_REQUEST_TRAILERS -> stream.flow(Direction.REQUEST).trailersEditable();
          case HTTP_RESPONSE_TRAILERS -> stream.flow(Direction.RESPONSE).trailersEditable();
          default -> false;
        };
  }

  @Override
  public boolean mayCreateBody(Direction direction) {
    return !stream.isObserved()
        && stream.conversation().mode(direction) != BodyMode.GRPC
        && stream.flow(direction).mayHaveBody();
  }

  @Override
  public HeaderMap unsentRequest() {
    return stream.properties().requestHeaders();
  }

  @Override
  public void settled() {
    stream.settled();
  }

  @Override
  public void answer(LocalResponse answer) {
    Conversation conversation = stream.conversation();
    if (conversation.hasBegun(Direction.RESPONSE)
        && stream.flow(Direction.RESPONSE).headersLeft()) {
      stream.drops().dropped(Drops.Reason.REPLY_TOO_LATE);
    }
    ImmediateResponse immediate = ImmediateResponses.of(answer, stream.drops());
    if (immediate.isLong()
        && terms.longReplies() == LongReplies.STREAMED
        && conversation.mayStreamReply()
        && HttpSemantics.takesPieces(stream.flow(Direction.REQUEST).headerMap())) {
      conversation.streamedReply(immediate);
    } else {
      conversation.immediate(immediate);
    }
  }

  @Override
  public void clearRouteCache() {
    stream.flow(Direction.REQUEST).chooseNewRoute();
  }

  @Override
  public Optional<PropertyValue> property(List<String> path) {
    return stream.properties().find(path);
  }

  @Override
  public void propertySet(List<String> path, Bytes value) {
    stream.properties().set(path, value);
    stream.conversation().putMetadata(stream.properties()::metadata);
  }

  @Override
  public void failed(Stage stage, PluginException failure) {
    stream.observer().pluginFailed(stage.name(), failure);
  }
}
