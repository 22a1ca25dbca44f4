package dev.weir.xds.compile;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import dev.weir.xds.host.ExtProcCluster;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostRetriesTest {
  private final Cluster plain = new ExtProcCluster(Optional.empty()).cluster();

  @Test
  void belongToTheClusterWhereEnvoyKnowsThem() throws InvalidProtocolBufferException {
    Cluster cluster = HostRetries.in(plain, new EnvoyVersion(1, 37, 0));

    TypedStruct options =
        cluster
            .getTypedExtensionProtocolOptionsOrThrow(ExtProcCluster.HTTP_OPTIONS)
            .unpack(TypedStruct.class);
    assertThat(options.getTypeUrl()).endsWith("/" + ExtProcCluster.HTTP_OPTIONS);
    assertThat(options.getValue().getFieldsMap())
        .containsKeys("explicit_http_config", "retry_policy");
    Struct policy = options.getValue().getFieldsOrThrow("retry_policy").getStructValue();
    assertThat(policy.getFieldsOrThrow("retry_on").getStringValue())
        .isEqualTo("connect-failure,refused-stream");
  }

  @Test
  void leaveTheClusterAsItIsForAnOlderEnvoy() {
    assertThat(HostRetries.in(plain, new EnvoyVersion(1, 36, 9))).isEqualTo(plain);
  }
}
