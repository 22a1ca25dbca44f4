package dev.weir.xds.service;

import io.grpc.stub.StreamObserver;

/// Takes what was under way when its stream was refused.
final class Deaf<T> implements StreamObserver<T> {
  @Override
  public void onNext(T message) {}

  @Override
  public void onError(Throwable cancelled) {}

  @Override
  public void onCompleted() {}
}
