package dev.weir.cli.bench.load;

/// What went wrong in one slice; a slice with any of it does not count.
///
/// @param refused answers with a status outside 200..299
/// @param lost connections that failed or closed with a request under way
/// @param late requests not answered within the time allowed after the slice's end
public record Faults(long refused, long lost, long late) {
  public static final Faults NONE = new Faults(0, 0, 0);

  public boolean none() {
    return equals(NONE);
  }

  @Override
  public String toString() {
    return "%d non-2xx, %d lost connections, %d timeouts".formatted(refused, lost, late);
  }
}
