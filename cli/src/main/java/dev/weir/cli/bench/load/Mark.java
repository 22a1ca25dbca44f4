package dev.weir.cli.bench.load;

/// What a filter leaves in every message that went through it.
///
/// @param header as it stands on the wire, between line ends
/// @param lastByte of a body; 0 where the filter leaves bodies alone
public record Mark(String header, char lastByte) {
  public static Mark ofHeader(String header) {
    return new Mark(header, (char) 0);
  }

  public Mark withLastByte(char byteThere) {
    return new Mark(header, byteThere);
  }
}
