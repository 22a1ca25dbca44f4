package dev.weir.extproc.answer;

import dev.weir.extproc.answer.Answers.Common;
import dev.weir.extproc.answer.Answers.Rest;
import dev.weir.extproc.answer.Wishes.Route;
import java.util.Optional;

/// The proxy holds a body message until it is answered; there is one answer for each message.
public final class BodyTurn extends Turn {
  BodyTurn(Side side) {
    super(side);
  }

  /// Lets the message go.
  ///
  /// @param mutation takes effect only where the proxy still holds the headers, that is with a
  ///   buffered body
  public void proceed(HeaderMutation mutation, BodyChange change) {
    answer(mutation, change, Route.KEEP);
  }

  /// As [#proceed], and has the route chosen again; only where the proxy still holds the headers.
  public void proceedOnNewRoute(HeaderMutation mutation, BodyChange change) {
    answer(mutation, change, Route.CHOOSE_AGAIN);
  }

  private void answer(HeaderMutation mutation, BodyChange change, Route route) {
    side()
        .answer(
            this,
            Answers.body(side().direction()),
            new Common(
                mutation,
                change,
                new Wishes(route, Optional.empty(), Wishes.Rest.WANTED),
                Rest.FOLLOWS));
  }
}
