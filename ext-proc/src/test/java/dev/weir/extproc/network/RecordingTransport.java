package dev.weir.extproc.network;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.service.network_ext_proc.v3.Data;
import io.envoyproxy.envoy.service.network_ext_proc.v3.ProcessingResponse;
import io.envoyproxy.envoy.service.network_ext_proc.v3.ProcessingResponse.ConnectionStatus;
import io.envoyproxy.envoy.service.network_ext_proc.v3.ProcessingResponse.DataProcessedStatus;
import java.util.ArrayList;
import java.util.List;

/// Reads answers with the generated messages and writes down what they say.
final class RecordingTransport implements ConnectionTransport {
  final List<String> answers = new ArrayList<>();
  final StringBuilder toUpstream = new StringBuilder();
  final StringBuilder toDownstream = new StringBuilder();
  String failure = "";

  @Override
  public void send(byte[] answer) {
    ProcessingResponse response;
    try {
      response = ProcessingResponse.parseFrom(answer);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    if (response.getConnectionStatus() == ConnectionStatus.CLOSE) {
      answers.add("close");
      return;
    }
    boolean read = response.hasReadData();
    Data data = read ? response.getReadData() : response.getWriteData();
    String text = data.getData().toStringUtf8();
    (read ? toUpstream : toDownstream).append(text);
    boolean modified = response.getDataProcessingStatus() == DataProcessedStatus.MODIFIED;
    answers.add(
        "%s '%s'%s%s"
            .formatted(
                read ? "read" : "write",
                text,
                data.getEndOfStream() ? " end" : "",
                modified ? " modified" : ""));
  }

  @Override
  public void settled() {}

  @Override
  public void fail(String reason) {
    failure = reason;
  }
}
