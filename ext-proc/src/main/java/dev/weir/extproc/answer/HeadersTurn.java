package dev.weir.extproc.answer;

import dev.weir.extproc.answer.Answers.Common;
import dev.weir.extproc.answer.Answers.Rest;
import dev.weir.extproc.answer.Answers.Route;
import dev.weir.extproc.wire.Slice;

/// The proxy holds headers until they are answered.
public final class HeadersTurn extends Turn {
  HeadersTurn(Side side) {
    super(side);
  }

  /// Lets the headers go.
  public void proceed(HeaderMutation mutation) {
    answer(mutation, Route.KEEP);
  }

  /// Lets the headers go and has the route chosen again.
  public void proceedOnNewRoute(HeaderMutation mutation) {
    answer(mutation, Route.CLEAR_CACHE);
  }

  /// Lets the headers go with `body` in place of whatever body the message has. Nothing more of
  /// this direction is sent to us.
  public void replace(HeaderMutation mutation, Slice body) {
    side()
        .answerLast(
            this,
            Answers.headers(side().direction()),
            new Common(mutation, BodyChange.replace(body), Route.KEEP, Rest.REPLACED));
  }

  private void answer(HeaderMutation mutation, Route route) {
    side()
        .answer(
            this,
            Answers.headers(side().direction()),
            new Common(mutation, BodyChange.KEEP, route, Rest.FOLLOWS));
  }
}
