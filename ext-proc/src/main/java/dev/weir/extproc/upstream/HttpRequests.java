package dev.weir.extproc.upstream;

import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.service.Upstreams.HttpRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;

/// Turns a plugin's request into the client's. What could become a second request on the wire is
/// refused; what belongs to the connection is dropped.
final class HttpRequests {
  /// RFC 9110 §5.1.
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /// RFC 9110 §5.5; one char a byte.
  private static final Pattern VALUE = Pattern.compile("[^\\x00\\r\\n]*");

  private static final Pattern PATH = Pattern.compile("[\\x21-\\x7e\\x80-\\xff]+");
  private static final Pattern AUTHORITY = Pattern.compile("[\\x21-\\x7e]+");
  private static final Pattern WITH_PORT = Pattern.compile("(.*):([0-9]{1,5})");

  /// The connection's, and the client's own (RFC 9110 §7.6.1, RFC 9113 §8.2.2).
  private static final Set<String> DROPPED =
      Set.of(
          "connection",
          "content-length",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade");

  private HttpRequests() {}

  /// @throws IllegalArgumentException naming the part that cannot be sent
  static Request of(HttpClient client, Endpoint endpoint, HttpRequest source) {
    HeaderMap headers = source.headers();
    String method = checked(headers, ":method", TOKEN);
    String path = checked(headers, ":path", PATH);
    String authority = checked(headers, ":authority", AUTHORITY);
    Request request = at(client, endpoint, path).method(method);
    name(request, authority);
    request.headers(fields -> {
      fields.put("host", authority);
      copy(headers, fields);
    });
    HttpFields trailers = trailers(source.trailers());
    if (trailers.size() > 0) {
      request.trailersSupplier(() -> trailers);
    }
    if (!source.body().isEmpty() || trailers.size() > 0) {
      request.body(
          trailers.size() > 0
              ? new UnknownLength(source.body().toByteArray())
              : new BytesRequestContent((String) null, source.body().toByteArray()));
    }
    return request;
  }

  /// As part of a whole URI the path is taken literally, a query included; one that is no URI is
  /// left for the server to judge.
  private static Request at(HttpClient client, Endpoint endpoint, String path) {
    String base = endpoint.tls().isPresent() ? "https://upstream" : "http://upstream";
    try {
      return client.newRequest(new URI(path.startsWith("/") ? base + path : base + "/" + path));
    } catch (URISyntaxException e) {
      return client.newRequest(URI.create(base)).path(path);
    }
  }

  private static void name(Request request, String authority) {
    var port = WITH_PORT.matcher(authority);
    if (port.matches()) {
      request.host(port.group(1)).port(Integer.parseInt(port.group(2)));
    } else {
      request.host(authority).port(0);
    }
  }

  private static void copy(HeaderMap headers, HttpFields.Mutable fields) {
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (!name.startsWith(":") && !DROPPED.contains(name)) {
        fields.add(checked(name, name, TOKEN), checked(name, headers.value(i), VALUE));
      }
    }
  }

  private static HttpFields trailers(HeaderMap source) {
    HttpFields.Mutable trailers = HttpFields.build();
    copy(source, trailers);
    return trailers.asImmutable();
  }

  private static String checked(HeaderMap headers, String name, Pattern pattern) {
    return checked(name, headers.value(name).orElse(""), pattern);
  }

  private static String checked(String subject, String text, Pattern pattern) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s: not as HTTP has it (expected: %s)".formatted(subject, pattern));
    }
    return text;
  }

  /// A body that trailers follow: HTTP/1.1 sends it in chunks, which a known length would forbid.
  private static final class UnknownLength extends BytesRequestContent {
    UnknownLength(byte[] body) {
      super((String) null, body);
    }

    @Override
    public long getLength() {
      return -1;
    }
  }
}
