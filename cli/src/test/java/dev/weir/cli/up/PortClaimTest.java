package dev.weir.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.user.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortClaimTest {
  @Test
  void saysWhoWantedAPortInUseAndHowToChooseAnother() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PortClaim claim = new PortClaim(other.getLocalPort(), "xDS", "--xds-port");

      assertThatThrownBy(() -> PortClaim.all(List.of(claim)))
          .isInstanceOf(UserError.class)
          .hasMessage(
              "port %d: in use or not allowed, wanted for xDS (choose another one with --xds-port)",
              other.getLocalPort());
    }
  }

  @Test
  void givesEveryoneADifferentFreePort() throws IOException {
    PortClaim any = new PortClaim(0, "anybody", "--port");

    List<Integer> ports = PortClaim.all(List.of(any, any, any));

    assertThat(ports).doesNotHaveDuplicates().doesNotContain(0);
    new ServerSocket(ports.getFirst(), 1, InetAddress.getLoopbackAddress()).close();
  }

  @Test
  void refusesOnePortForTwo() {
    int free = PortClaim.all(List.of(new PortClaim(0, "anybody", "--port"))).getFirst();
    List<PortClaim> claims =
        List.of(new PortClaim(free, "one", "--one"), new PortClaim(free, "two", "--two"));

    assertThatThrownBy(() -> PortClaim.all(claims)).hasMessageContaining("wanted for two");
  }

  @Test
  void refusesNumbersThatAreNoPorts() {
    assertThatThrownBy(() -> new PortClaim(65_536, "xDS", "--xds-port"))
        .hasMessage("--xds-port: 65536 (expected: 0 to 65535)");
  }
}
