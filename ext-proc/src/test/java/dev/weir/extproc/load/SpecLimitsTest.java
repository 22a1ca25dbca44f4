package dev.weir.extproc.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.weir.proto.v1alpha1.Limits;
import dev.weir.proxywasm.PluginLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Each field of the resource, and what stands in for it.
class SpecLimitsTest {
  @Test
  void whatIsAbsentIsTheHostsDefault() {
    assertThat(SpecLimits.of(Limits.getDefaultInstance())).isEqualTo(PluginLimits.defaults());
  }

  @Test
  void everyFieldArrives() {
    Limits limits =
        Limits.newBuilder()
            .setCallback(Durations.fromMillis(1_500))
            .setStart(Durations.fromMillis(2))
            .setMemoryBytes(3)
            .setCallouts(4)
            .setLogLinesPerSecond(5)
            .setHeaderBytes(6)
            .setPropertyBytes(7)
            .setSharedDataBytes(8)
            .setSharedDataKeys(9)
            .setQueues(10)
            .setQueueLength(11)
            .setQueueBytes(12)
            .setMetrics(13)
            .setStack(14)
            .build();

    assertThat(SpecLimits.of(limits))
        .isEqualTo(
            new PluginLimits(
                new PluginLimits.Instance(Duration.ofMillis(1_500), Duration.ofMillis(2), 3, 14),
                new PluginLimits.Traffic(4, 5, 6, 7),
                new PluginLimits.Shared(8, 9, new PluginLimits.Queues(10, 11, 12), 13)));
  }

  @Test
  void zeroIsALimitToo() {
    Limits none = Limits.newBuilder().setCallouts(0).setSharedDataBytes(0).build();

    assertThat(SpecLimits.of(none).traffic().callouts()).isZero();
    assertThat(SpecLimits.of(none).shared().dataBytes()).isZero();
  }
}
