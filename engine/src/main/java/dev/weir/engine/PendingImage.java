package dev.weir.engine;

record PendingImage(long byteSize) implements InstanceImage {}
