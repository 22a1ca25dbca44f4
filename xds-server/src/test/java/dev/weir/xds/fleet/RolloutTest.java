package dev.weir.xds.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.xds.compile.SlotCompiler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Which revision is served, and which when something goes wrong with the next one.
class RolloutTest extends FleetScenario {
  @Test
  void movesASlotOnlyWhenTheHostHasLoadedTheChain() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    assertThat(proxy.waiting).isEmpty();

    host.answer();
    timer.settle();

    assertThat(proxy.waiting).hasSize(1);
  }

  @Test
  void waitsForEveryHost() {
    Client second = new Client();
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectHost(second, "h2");
    connectProxy(proxy, "x");

    host.answer();
    timer.settle();
    assertThat(proxy.waiting).isEmpty();
    second.answer();
    timer.settle();

    assertThat(proxy.waiting).hasSize(1);
  }

  @Test
  void leavesTheDecisionToTheProxyWhenNoHostComes() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectProxy(proxy, "x");

    timer.pass(Patience.DEFAULT.firstHost().plusSeconds(2));

    assertThat(proxy.waiting).hasSize(1);
    proxy.answer();
    assertThat(slot()).isNotEqualTo(SlotCompiler.passThrough(SLOT).version());
  }

  @Test
  void keepsALiveSlotWhileThereIsNoHost() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    String before = slot();
    host.close();

    publish(plugin("p", "v2", "FAIL_CLOSE"));
    timer.pass(Duration.ofMinutes(5));
    proxy.answer();

    assertThat(slot()).isEqualTo(before);
  }

  @Test
  void takesTheOldChainFromTheHostOnceNoProxyNamesIt() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    publish(plugin("p", "v2", "FAIL_CLOSE"));
    host.answer();
    timer.settle();
    timer.pass(Patience.DEFAULT.retirement().multipliedBy(2));
    assertThat(host.waiting).isEmpty();

    proxy.answer();
    timer.pass(Patience.DEFAULT.retirement().multipliedBy(2));
    host.answer();

    assertThat(running()).containsExactly("v2");
    assertThat(host.removed).hasSize(1);
  }

  @Test
  void keepsTheOldChainForRequestsThatCameBeforeHoweverLongItHasRun() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    timer.pass(Duration.ofHours(1));

    publish(plugin("p", "v2", "FAIL_CLOSE"));
    answerAll();
    timer.pass(Patience.DEFAULT.retirement().dividedBy(2));
    host.answer();

    assertThat(host.has).hasSize(2);
  }

  @Test
  void keepsTheChainOfAProxyWhoseStreamBroke() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    proxy.close();

    publish(plugin("p", "v2", "FAIL_CLOSE"));
    host.answer();
    timer.pass(Duration.ofMinutes(1));
    host.answer();

    assertThat(host.has).hasSize(2);
  }

  @Test
  void goesBackToTheLastGoodVersionOfThePluginThatAHostNames() {
    publish(plugin("p", "v1", "FAIL_CLOSE"), OTHER);
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();

    publish(plugin("p", "broken", "FAIL_CLOSE"), plugin("other", "o2", "FAIL_OPEN"));
    answerAll();
    timer.pass(Patience.DEFAULT.retirement().multipliedBy(2));
    answerAll();

    assertThat(running()).containsExactlyInAnyOrder("v1", "o2");
    assertThat(state("p").trouble().last()).isPresent();
    assertThat(state("p").revision().served()).isNotEqualTo(state("p").revision().wanted());
    assertThat(state("other").trouble().last()).isEmpty();
  }

  @Test
  void leavesOutAPluginThatWasAddedAndNeverRan() {
    publish(OTHER);
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();
    String before = slot();

    publish(OTHER, plugin("p", "broken", "FAIL_CLOSE"));
    answerAll();

    assertThat(running()).containsExactly("o");
    assertThat(slot()).isEqualTo(before);
  }

  @Test
  void appliesTheFailStrategyOfAPluginThatNeverRanSinceTheStart() {
    publish(OTHER, plugin("p", "broken", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");

    answerAll();

    assertThat(running()).containsExactlyInAnyOrder("o", "default/p!");
    assertThat(slot()).isNotEmpty();
  }

  @Test
  void appliesTheFailStrategyOfAPluginWhoseModuleIsMissingSinceTheStart() {
    modules.lose("file:///m/p.wasm", "no such file");
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    answerAll();
    assertThat(running()).containsExactly("default/p!");

    modules.restore("file:///m/p.wasm");
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    answerAll();
    timer.pass(Patience.DEFAULT.retirement().multipliedBy(2));
    answerAll();

    assertThat(running()).containsExactly("v1");
    assertThat(state("p").trouble().last()).isEmpty();
  }

  @Test
  void keepsWhatWasGoodWhenTheDocumentBecomesInvalid() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();

    publish(plugin("p", "v1", "FAIL_SOMEHOW"));
    answerAll();

    assertThat(running()).containsExactly("v1");
    assertThat(state("p").trouble().last().orElseThrow().text()).contains("FAIL_SOMEHOW");
  }

  @Test
  void keepsWhatWasGoodWhenTheFileCannotBeRead() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    answerAll();

    publish("spec: [");
    answerAll();

    assertThat(running()).containsExactly("v1");
    assertThat(fleet.status().problems()).hasSize(1);
  }

  @Test
  void emptiesTheSlotWhenTheLastPluginIsGone() {
    publish(plugin("p", "v1", "FAIL_CLOSE"));
    connectHost(host, "h");
    connectProxy(proxy, "x");
    answerAll();

    publish();
    answerAll();

    assertThat(slot()).isEqualTo(SlotCompiler.passThrough(SLOT).version());
    timer.pass(Patience.DEFAULT.retirement().multipliedBy(2));
    host.answer();
    assertThat(host.has).isEmpty();
  }
}
