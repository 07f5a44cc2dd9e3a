# Sourced by the scripts of this project: finds Java 25 and sets JAVA_HOME. Quiet when it is found.
waag_java_ok() {
  local release=
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  IFS= read -r -d '' release <"$1/release" || : # it has no end that read looks for
  [[ $'\n'$release == *$'\nJAVA_VERSION="25'* ]]
}
waag_find_java() {
  if [ -n "${JAVA_HOME:-}" ] && waag_java_ok "$JAVA_HOME"; then return 0; fi
  for candidate in /usr/lib/jvm/*25* /opt/java/*25* "$HOME"/.sdkman/candidates/java/25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    if waag_java_ok "$candidate"; then JAVA_HOME=$candidate; export JAVA_HOME; return 0; fi
  done
  echo "waag: no JDK 25 was found" >&2
  echo "  cause: neither JAVA_HOME nor the system's JVM folders hold one" >&2
  echo "  to do: install a JDK 25 (on Debian: apt-get install temurin-25-jdk, or openjdk-25-jdk), or set JAVA_HOME to one" >&2
  return 3
}
# The options of every JVM that runs Waag; the AOT cache is made with the same ones.
# The three inlining limits are lower than the JVM's own (325, 2500, 15): its optimizing compiler then has half the work in a server's first minutes, and warm answers cost no more (docs/inspection.md).
WAAG_JAVA_OPTIONS=(-XX:+UseSerialGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  -XX:FreqInlineSize=120 -XX:InlineSmallCode=1200 -XX:MaxInlineLevel=8)
# Whether the build of that checkout is older than its sources, or than a folder that a source was removed from.
waag_stale() {
  [ ! -e "$1/build/waag/stamp" ] ||
    [ -n "$(find "$1"/pom.xml "$1"/{kernel,ports,gates,apps}/*/{pom.xml,src/main} "$1"/{judge,identity}/{pom.xml,src/main} "$1"/docs/rules "$1"/scripts/build.sh -newer "$1/build/waag/stamp" -print -quit)" ]
}
