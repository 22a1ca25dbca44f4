package dev.weir.proxywasm.service;

/// Shared data and shared queues of all plugins of a host. Callable from any thread.
public interface SharedState {}
