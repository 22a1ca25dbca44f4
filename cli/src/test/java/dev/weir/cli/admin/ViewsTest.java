package dev.weir.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.api.Api;
import dev.weir.model.Phase;
import dev.weir.model.Placement;
import dev.weir.model.PluginType;
import dev.weir.xds.status.Failure;
import dev.weir.xds.status.PluginState;
import dev.weir.xds.status.ResourcesState;
import dev.weir.xds.status.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private static final PluginState.Reach EVERYWHERE = new PluginState.Reach(1, 1, 1, 1);
  private static final Optional<Failure> FAILURE =
      Optional.of(new Failure("text", Instant.EPOCH, "a.yaml"));
  private static final PluginState.Trouble NONE = trouble(Optional.empty());
  private static final PluginState.Revision SAME = revision("a", "a");

  @Test
  void aPluginIsReadyWhenTheNewestRevisionRunsEverywhere() {
    assertThat(view(SAME, EVERYWHERE, NONE).status()).isEqualTo(Api.PluginStatus.READY);
  }

  @Test
  void aPluginIsUpdatingUntilEveryProxyAndHostHasIt() {
    PluginState.Reach proxyMissing = new PluginState.Reach(0, 1, 1, 1);
    PluginState.Reach hostMissing = new PluginState.Reach(1, 1, 0, 1);

    assertThat(view(SAME, proxyMissing, NONE).status()).isEqualTo(Api.PluginStatus.UPDATING);
    assertThat(view(SAME, hostMissing, NONE).status()).isEqualTo(Api.PluginStatus.UPDATING);
    assertThat(view(revision("a", "b"), EVERYWHERE, NONE).status())
        .isEqualTo(Api.PluginStatus.UPDATING);
  }

  @Test
  void aPluginIsRejectedWhenSomethingOlderGoesOn() {
    assertThat(view(SAME, EVERYWHERE, trouble(FAILURE)).status())
        .isEqualTo(Api.PluginStatus.REJECTED);
  }

  @Test
  void aPluginIsFailedWhenNothingEverRan() {
    PluginState.Revision nothing = new PluginState.Revision(Optional.empty(), Optional.empty());

    assertThat(view(nothing, EVERYWHERE, trouble(FAILURE)).status())
        .isEqualTo(Api.PluginStatus.FAILED);
  }

  @Test
  void aPluginThatTrappedIsReadyAndShowsIt() {
    PluginState.Trouble trapped = new PluginState.Trouble(Optional.empty(), 2, FAILURE);

    Api.Plugin plugin = view(SAME, EVERYWHERE, trapped);

    assertThat(plugin.status()).isEqualTo(Api.PluginStatus.READY);
    assertThat(plugin.failures()).isEqualTo(2);
    assertThat(plugin.lastError()).map(Api.Problem::text).hasValue("text");
  }

  @Test
  void problemsOfEnvoysOwnResourcesAreShownToo() {
    ResourcesState refused = new ResourcesState("default/http", Optional.empty(), FAILURE);
    Status status =
        new Status(true, List.of(), List.of(refused), List.of(), List.of(), List.of(), List.of());

    assertThat(Views.plugins(status).problems())
        .extracting(Api.Problem::text)
        .containsExactly("text");
  }

  private static PluginState.Trouble trouble(Optional<Failure> refusal) {
    return new PluginState.Trouble(refusal, 0, Optional.empty());
  }

  private static PluginState.Revision revision(String served, String wanted) {
    return new PluginState.Revision(Optional.of(served), Optional.of(wanted));
  }

  private static Api.Plugin view(
      PluginState.Revision revision, PluginState.Reach reach, PluginState.Trouble trouble) {
    PluginState state =
        new PluginState(
            "default/a",
            new PluginState.Place(PluginType.HTTP, Phase.AUTHN, Placement.EXTERNAL),
            revision,
            reach,
            trouble);
    Status status =
        new Status(true, List.of(state), List.of(), List.of(), List.of(), List.of(), List.of());
    return Views.plugins(status).plugins().getFirst();
  }
}
