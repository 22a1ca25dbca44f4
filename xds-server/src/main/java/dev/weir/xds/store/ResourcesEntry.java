package dev.weir.xds.store;

import dev.weir.xds.status.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One EnvoyResources document: the last version that could be compiled, and what is wrong with the
/// newest. Belongs to the owner's thread.
public final class ResourcesEntry {
  private final String name;
  private String file;
  private @Nullable CompiledResources good;
  private @Nullable Failure failure;

  ResourcesEntry(String name, String file) {
    this.name = name;
    this.file = file;
  }

  public String name() {
    return name;
  }

  public String file() {
    return file;
  }

  public Optional<CompiledResources> good() {
    return Optional.ofNullable(good);
  }

  public Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  void publish(CompiledResources compiled) {
    file = compiled.file();
    good = compiled;
    failure = null;
  }

  void refuse(Failure newest) {
    file = newest.source();
    if (failure == null || !failure.text().equals(newest.text())) {
      failure = newest;
    }
  }
}
