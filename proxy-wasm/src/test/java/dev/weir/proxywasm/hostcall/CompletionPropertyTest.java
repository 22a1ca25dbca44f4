package dev.weir.proxywasm.hostcall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.proxywasm.Bytes;
import dev.weir.proxywasm.PluginException;
import dev.weir.proxywasm.context.StreamContext;
import dev.weir.proxywasm.http.HeaderMap;
import dev.weir.proxywasm.plugin.Plugin;
import dev.weir.proxywasm.service.Upstreams.HttpListener;
import dev.weir.proxywasm.testing.FakeUpstreams;
import dev.weir.proxywasm.testing.Host;
import dev.weir.proxywasm.testing.Probe;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// For every token exactly one completion, whatever the transport and the streams do, in any order;
/// none after the end of the instance or the plugin.
class CompletionPropertyTest {
  private static final String CALL =
      "proxy_http_call(api,:method=GET&:path=/x&:authority=a,,,1000)";
  private static final int CALLS = 12;
  private static final int EVENTS = 40;

  private final Host host = new Host();
  private final Probe probe = new Probe(host);
  private final FakeUpstreams upstreams = new FakeUpstreams();
  private final Set<HttpListener> answered = new HashSet<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyTokenIsCompletedOnce(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    host.services = host.services.withUpstreams(upstreams);
    Plugin plugin = probe.start("hc=proxy_get_status()");

    call(plugin, random);
    happen(random, EVENTS);
    host.lane.advance(Duration.ofMinutes(1));

    assertThat(upstreams.listeners).hasSize(CALLS);
    assertThat(completions()).isEqualTo(CALLS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noTokenOutlivesAClosedPlugin(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    host.services = host.services.withUpstreams(upstreams);
    Plugin plugin = probe.start("hc=proxy_get_status()");
    call(plugin, random);
    happen(random, EVENTS / 8);

    plugin.close();

    assertNothingMoreCompletes(random);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noTokenOutlivesARetiredInstance(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    host.services = host.services.withUpstreams(upstreams);
    Plugin plugin = probe.start("hc=proxy_get_status()");
    call(plugin, random);
    happen(random, EVENTS / 8);

    assertThatThrownBy(() -> plugin.open(Probe.exchange("rh=trap()")).onRequestHeaders(true))
        .isInstanceOf(PluginException.Trapped.class);

    assertNothingMoreCompletes(random);
  }

  private void assertNothingMoreCompletes(SplittableRandom random) {
    host.lane.run();
    long completed = completions();
    assertThat(answered.size() + upstreams.events.size())
        .as("calls that were answered or cancelled")
        .isGreaterThanOrEqualTo(CALLS);

    happen(random, EVENTS);
    host.lane.advance(Duration.ofMinutes(1));

    assertThat(completions()).isEqualTo(completed);
  }

  private void call(Plugin plugin, SplittableRandom random) {
    for (int i = 0; i < CALLS; i++) {
      StreamContext stream = plugin.open(Probe.exchange("rh=" + CALL + ";ret(1)"));
      stream.onRequestHeaders(true);
      if (random.nextBoolean()) {
        stream.close();
      }
    }
  }

  private long completions() {
    return probe.pluginLines().stream().filter(line -> line.startsWith("hc")).count();
  }

  private void happen(SplittableRandom random, int times) {
    for (int i = 0; i < times; i++) {
      happen(random);
    }
  }

  private void happen(SplittableRandom random) {
    HttpListener listener = upstreams.listeners.get(random.nextInt(CALLS));
    switch (random.nextInt(4)) {
      case 0 -> {
        answered.add(listener);
        listener.onResponse(HeaderMap.of(":status", "200"), Bytes.EMPTY, new HeaderMap());
      }
      case 1 -> {
        answered.add(listener);
        listener.onReset("gone");
      }
      case 2 -> host.lane.run();
      default -> host.lane.advance(Duration.ofMillis(random.nextInt(300)));
    }
  }
}
