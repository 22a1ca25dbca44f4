package dev.weir.model.resolve;

import dev.weir.model.schema.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The names that `capabilities` may hold: what a module imports and exports under them is nothing
/// to this module, but a misspelt one would grant nothing without a word.
public final class FunctionNames {
  private static final String PREFIX = "proxy_";

  /// Hostcalls and callbacks of Proxy-Wasm 0.1.0 to 0.2.1, without their common prefix.
  private static final String PROXY_WASM =
      """
      log get_log_level get_current_time_nanoseconds set_tick_period_milliseconds get_status
      set_effective_context done get_configuration continue_request continue_response
      clear_route_cache continue_stream close_stream send_local_response get_buffer_bytes
      get_buffer_status set_buffer_bytes get_header_map_size get_header_map_pairs
      set_header_map_pairs get_header_map_value add_header_map_value replace_header_map_value
      remove_header_map_value http_call dispatch_http_call grpc_call grpc_stream grpc_send
      grpc_cancel grpc_close get_shared_data set_shared_data register_shared_queue
      resolve_shared_queue enqueue_shared_queue dequeue_shared_queue define_metric
      increment_metric record_metric get_metric get_property set_property call_foreign_function
      on_context_create validate_configuration on_vm_start on_configure on_tick
      on_new_connection on_downstream_data on_upstream_data on_downstream_connection_close
      on_upstream_connection_close on_request_headers on_request_body on_request_trailers
      on_request_metadata on_response_headers on_response_body on_response_trailers
      on_response_metadata on_http_call_response on_grpc_receive_initial_metadata
      on_grpc_receive on_grpc_receive_trailing_metadata on_grpc_close on_queue_ready
      on_foreign_function on_done on_log on_delete
      """;

  private static final String WASI =
      """
      args_get args_sizes_get environ_get environ_sizes_get clock_res_get clock_time_get
      fd_advise fd_allocate fd_close fd_datasync fd_fdstat_get fd_fdstat_set_flags
      fd_fdstat_set_rights fd_filestat_get fd_filestat_set_size fd_filestat_set_times fd_pread
      fd_prestat_get fd_prestat_dir_name fd_pwrite fd_read fd_readdir fd_renumber fd_seek
      fd_sync fd_tell fd_write path_create_directory path_filestat_get
      path_filestat_set_times path_link path_open path_readlink path_remove_directory
      path_rename path_symlink path_unlink_file poll_oneoff proc_exit proc_raise sched_yield
      random_get sock_accept sock_recv sock_send sock_shutdown
      """;

  private static final List<String> ALL =
      Stream.concat(words(PROXY_WASM).map(PREFIX::concat), words(WASI)).toList();

  private FunctionNames() {}

  private static Stream<String> words(String text) {
    return Stream.of(text.strip().split("\\s+"));
  }

  /// All of them.
  public static List<String> all() {
    return ALL;
  }

  static boolean isKnown(String name) {
    return ALL.contains(name);
  }

  /// The function that `name` is a slip of.
  static Optional<String> meantBy(String name) {
    String whole = PREFIX + name;
    return isKnown(whole) ? Optional.of(whole) : Spelling.slipOf(name, ALL);
  }
}
