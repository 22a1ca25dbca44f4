/// What may be said to the proxy, and when.
///
/// A [Conversation] keeps, for each direction, what the proxy waits for, and hands out a turn for
/// each message that it owes an answer to. Answers are made by turns only, so an answer that the
/// proxy would reject (wrong kind, wrong order, twice, after the end) has no constructor.
@NullMarked
package dev.weir.extproc.answer;

import org.jspecify.annotations.NullMarked;
