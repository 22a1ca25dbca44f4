package dev.weir.extproc.answer;

import dev.weir.extproc.answer.Answers.Common;
import dev.weir.extproc.answer.Answers.Rest;
import dev.weir.extproc.wire.Slice;

/// The proxy holds headers until they are answered.
public final class HeadersTurn extends Turn {
  HeadersTurn(Side side) {
    super(side);
  }

  /// Lets the headers go.
  public void proceed(HeaderMutation mutation, Wishes wishes) {
    side()
        .answer(
            this,
            Answers.headers(side().direction()),
            new Common(mutation, BodyChange.KEEP, wishes, Rest.FOLLOWS));
  }

  /// Lets the headers go with `body` in place of whatever body the message has. Nothing more of
  /// this direction is sent to us. Not for gRPC data planes.
  public void replace(HeaderMutation mutation, Slice body, Wishes wishes) {
    side()
        .answerLast(
            this,
            Answers.headers(side().direction()),
            new Common(mutation, BodyChange.replace(body, Effect.EDIT), wishes, Rest.REPLACED));
  }
}
