# Sourced by mvnw and weir: prints the home of a JDK 25, or says on standard error how to get one.

find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${JAVA_HOME_25_X64:-}" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25[."]' "$home/release" 2>/dev/null; then
      echo "$home"
      return 0
    fi
  done
  echo "no JDK 25 found in JAVA_HOME, JAVA25_HOME or the usual folders: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it" >&2
  return 1
}
