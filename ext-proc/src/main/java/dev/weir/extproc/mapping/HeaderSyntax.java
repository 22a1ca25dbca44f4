package dev.weir.extproc.mapping;

import dev.weir.extproc.wire.Slice;

/// What a proxy takes as a header. Source: RFC 9110 §5.1 and §5.5, RFC 9113 §8.3.
final class HeaderSyntax {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
  private static final boolean[] TOKEN = tokenBytes();
  private static final int MIN_FINAL_STATUS = 200;
  private static final int MAX_STATUS = 599;

  private HeaderSyntax() {}

  static boolean isPseudo(Slice name) {
    return !name.isEmpty() && name.array()[name.offset()] == ':';
  }

  static boolean isName(Slice name) {
    int from = isPseudo(name) ? 1 : 0;
    if (name.length() <= from) {
      return false;
    }
    for (int i = from; i < name.length(); i++) {
      if (!TOKEN[name.array()[name.offset() + i] & 0xff]) {
        return false;
      }
    }
    return true;
  }

  static boolean isValue(Slice value) {
    for (int i = value.offset(); i < value.offset() + value.length(); i++) {
      byte b = value.array()[i];
      if (b == 0 || b == '\r' || b == '\n') {
        return false;
      }
    }
    return true;
  }

  static boolean isFinalStatus(Slice value) {
    if (value.length() != 3) {
      return false;
    }
    int status = 0;
    for (int i = value.offset(); i < value.offset() + value.length(); i++) {
      int digit = value.array()[i] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      status = 10 * status + digit;
    }
    return status >= MIN_FINAL_STATUS && status <= MAX_STATUS;
  }

  private static boolean[] tokenBytes() {
    boolean[] token = new boolean[1 << Byte.SIZE];
    for (char c = 0; c < token.length; c++) {
      token[c] =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || TOKEN_MARKS.indexOf(c) >= 0;
    }
    return token;
  }
}
