package dev.weir.xds.store;

import dev.weir.model.Digest;
import dev.weir.model.WasmPlugin;
import dev.weir.xds.compile.Link;
import dev.weir.xds.compile.PluginVersion;
import dev.weir.xds.status.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One plugin: its newest version, its last good one, and what keeps the newest from being served.
///
/// A version becomes good when it serves: every host runs it, or a proxy accepted it. Belongs to
/// the owner's thread.
public final class PluginEntry {
  private final String name;
  private final boolean fromTheStart;
  private WasmPlugin document;
  private String file;
  private @Nullable PluginVersion wanted;
  private @Nullable PluginVersion good;
  private @Nullable Digest refused;
  private @Nullable Failure documentFailure;
  private @Nullable Failure versionFailure;

  /// @param fromTheStart whether it was there when this server was first published to
  PluginEntry(WasmPlugin document, String file, boolean fromTheStart) {
    this.name = document.key().qualifiedName();
    this.document = document;
    this.file = file;
    this.fromTheStart = fromTheStart;
  }

  public String name() {
    return name;
  }

  /// Where the newest document stands.
  public String file() {
    return file;
  }

  /// The document that decides where the plugin belongs.
  public WasmPlugin document() {
    return link().map(Link::plugin).orElse(document);
  }

  /// The newest version that could be offered.
  public Optional<PluginVersion> wanted() {
    return Optional.ofNullable(wanted);
  }

  /// The last version that served.
  public Optional<PluginVersion> good() {
    return Optional.ofNullable(good);
  }

  /// What keeps the newest document from being served.
  public Optional<Failure> failure() {
    return Optional.ofNullable(documentFailure).or(() -> Optional.ofNullable(versionFailure));
  }

  /// A newer document, or the same again. Another version starts without a refusal.
  void publish(PluginVersion version) {
    documentFailure = null;
    document = version.plugin();
    file = version.file();
    if (wanted == null || !wanted.revision().equals(version.revision())) {
      refused = null;
      versionFailure = null;
    }
    wanted = version;
  }

  /// The newest document cannot be offered; what was before it goes on.
  void refuse(Failure failure) {
    file = failure.source();
    if (documentFailure == null || !documentFailure.text().equals(failure.text())) {
      documentFailure = failure;
    }
  }

  /// As [#refuse], and the document at least says where the plugin belongs.
  void refuse(WasmPlugin unusable, Failure failure) {
    refuse(failure);
    if (wanted == null) {
      document = unusable;
    }
  }

  /// `version` serves.
  public void prove(PluginVersion version) {
    good = version;
    if (isWanted(version.revision())) {
      versionFailure = null;
    }
  }

  /// Hosts cannot run `revision`: what was good before it is taken instead. A revision that serves
  /// already is not taken back, since it does run elsewhere.
  public void refuse(Digest revision, Failure failure) {
    if (good != null && good.revision().equals(revision)) {
      return;
    }
    if (isWanted(revision)) {
      refused = revision;
    }
    note(revision, failure);
  }

  /// Something went wrong with `revision` that does not take it out of service.
  public void note(Digest revision, Failure failure) {
    Failure placed =
        new Failure("%s: %s".formatted(file, failure.text()), failure.at(), failure.source());
    if (isWanted(revision)
        && (versionFailure == null || !versionFailure.text().equals(placed.text()))) {
      versionFailure = placed;
    }
  }

  private boolean isWanted(Digest revision) {
    return wanted != null && wanted.revision().equals(revision);
  }

  /// What a chain is to hold of this plugin.
  ///
  /// A plugin that never ran is left out if it was added to a running fleet, whose traffic it must
  /// not harm. After a start nothing is known to have been without it, so its fail strategy
  /// decides.
  public Optional<Link> link() {
    if (wanted != null && !wanted.revision().equals(refused)) {
      return Optional.of(new Link.Running(wanted));
    }
    if (good != null) {
      return Optional.of(new Link.Running(good));
    }
    if (!fromTheStart) {
      return Optional.empty();
    }
    String reason = failure().map(Failure::text).orElse("no version");
    return Optional.of(new Link.Unavailable(document, reason));
  }
}
