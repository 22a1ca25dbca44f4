package dev.weir.cli.bench.extproc;

import dev.weir.cli.bench.load.Request;
import dev.weir.cli.bench.report.Traffic;

/// The requests of a scenario: 13 headers as a browser sends them.
final class BrowserRequest {
  private static final String HEADERS =
      """
      host: shop.example.com\r
      user-agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
      accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r
      accept-language: en-US,en;q=0.5\r
      accept-encoding: gzip, deflate, br, zstd\r
      referer: https://shop.example.com/products\r
      cookie: session=8f14e45fceea167a5a36dedd4bea2543; theme=dark; visits=17\r
      upgrade-insecure-requests: 1\r
      sec-fetch-dest: document\r
      sec-fetch-mode: navigate\r
      sec-fetch-site: same-origin\r
      sec-fetch-user: ?1\r
      priority: u=0, i\r
      """;

  private BrowserRequest() {}

  static Request of(Traffic traffic) {
    String method = traffic.requestBytes() > 0 ? "POST" : "GET";
    return new Request(
        "%s %s HTTP/1.1\r\n".formatted(method, traffic.path()) + HEADERS, traffic.requestBytes());
  }
}
