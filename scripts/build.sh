#!/usr/bin/env bash
# Builds Waag into build/waag: lib/ (jars), native/ (SQLite's library), serve.aot, check.aot, checks.aot and commands.aot (the JVM's caches of what every start needs). Shows progress on stderr.
set -u
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root" || exit 3
. scripts/env.sh
waag_find_java || exit $?
command -v mvn >/dev/null || {
  echo "waag: Maven was not found" >&2
  echo "  to do: install it (on Debian: apt-get install maven)" >&2
  exit 3
}
mkdir -p build
exec 9>build/lock
flock -n 9 || {
  echo "waag: waiting for another build of this checkout" >&2
  flock 9
  waag_stale "$root" || exit 0 # which has built what is wanted
}

began=$(date +%s)
log=build/build.log
began_stamp=build/began
touch "$began_stamp"
echo "waag: building (the first time takes a minute or two, and fetches its libraries)" >&2
mvn -T 1C -pl apps/cli -am -Dmaven.test.skip=true -Dspotless.check.skip=true package </dev/null 2>&1 | tee "$log" |
  sed -un 's/^.*Building \(waag-[a-z]*\) .*\[\([0-9]*\)\/\([0-9]*\)\].*$/waag: building \1 (\2 of \3)/p' >&2
if ! grep -q 'BUILD SUCCESS' "$log"; then
  grep -E 'ERROR' "$log" | head -n 20 >&2
  echo "waag: the build failed" >&2
  echo "  cause: the lines above; the whole log is $root/$log" >&2
  echo "  to do: mend it and run the command again" >&2
  exit 3
fi

rm -rf build/waag.new
mkdir -p build/waag.new/lib build/waag.new/native
cp apps/cli/target/lib/*.jar build/waag.new/lib/
cp apps/cli/target/waag-cli-*.jar build/waag.new/lib/waag-cli.jar
# one jar for all of our own modules, in place of theirs: at each start the JVM sets up every jar that its cache has a class of, before anything runs
work=$(mktemp -d)
for jar in build/waag.new/lib/waag-*.jar; do
  (cd "$work" && "$JAVA_HOME/bin/jar" xf "$root/$jar") && rm "$jar"
done
(cd "$work" && "$JAVA_HOME/bin/jar" xf "$root"/apps/cli/target/waag-cli-*.jar META-INF/MANIFEST.MF)
tr -d '\r' <"$work/META-INF/MANIFEST.MF" | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g' -e 's/ waag-[a-z]*-[^ ]*\.jar//g' | sed '/^Class-Path/s/\([^:]\) /\1\n  /g' >"$work.manifest"
rm "$work/META-INF/MANIFEST.MF"
"$JAVA_HOME/bin/jar" cfm build/waag.new/lib/waag-cli.jar "$work.manifest" -C "$work" . || exit 3
rm -rf "$work" "$work.manifest"
# picocli is published as Java 5 classes, which the AOT cache cannot take: compiled once more, from its own sources, it can
work=$(mktemp -d)
(cd "$work" && "$JAVA_HOME/bin/jar" xf "$root/apps/cli/target/picocli-sources.jar" picocli &&
  "$JAVA_HOME/bin/javac" -J-XX:+UseSerialGC -J-XX:TieredStopAtLevel=1 -proc:none -nowarn -Xlint:none --release 25 -d classes picocli/CommandLine.java 2>/dev/null &&
  "$JAVA_HOME/bin/jar" cf "$(echo "$root"/build/waag.new/lib/picocli-*.jar)" -C classes .) ||
  echo "waag: picocli could not be compiled for the AOT cache (starts will be slower)" >&2
rm -rf "$work"
# SQLite's native library lies unpacked, so that no start has to unpack it
(cd build/waag.new/native && for jar in ../lib/sqlite-jdbc-*.jar; do
  "$JAVA_HOME/bin/jar" xf "$jar" "org/sqlite/native/$(uname -s | sed s/Darwin/Mac/)/$(uname -m | sed 's/amd64/x86_64/;s/arm64/aarch64/')" 2>/dev/null
  find org -type f -exec mv {} . \; && rm -rf org
done)
# so do tree-sitter's
(cd build/waag.new/native && for jar in ../lib/tree-sitter-*.jar; do
  "$JAVA_HOME/bin/jar" xf "$jar" lib 2>/dev/null
done
find lib -type f ! -name "$(uname -m | sed 's/amd64/x86_64/;s/arm64/aarch64/')-$(uname -s | sed 's/Darwin/macos/;s/Linux/linux-gnu/')-*" -delete)
rm -rf build/waag
mv build/waag.new build/waag

echo "waag: training the start" >&2
for what in serve check checks commands; do
  if ! XDG_CACHE_HOME="$root/build/training-cache" "$JAVA_HOME/bin/java" "${WAAG_JAVA_OPTIONS[@]}" -Dorg.sqlite.lib.path="$root/build/waag/native" -Dtree-sitter-lib="$root/build/waag/native" -XX:AOTCacheOutput="build/waag/$what.aot" \
    -cp build/waag/lib/waag-cli.jar dev.waag.cli.Training "$what" >"build/training-$what.log" 2>&1; then
    echo "waag: training failed (starts will be slower); see $root/build/training-$what.log" >&2
  fi
done
rm -rf build/training-cache
touch -r "$began_stamp" build/waag/stamp
echo "waag: built in $(($(date +%s) - began)) s" >&2
