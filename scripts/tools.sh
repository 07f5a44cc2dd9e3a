#!/usr/bin/env bash
# Installs what tests and measurements need, each tool only when it is missing and only when asked for by name, and prints
# the path of each, one a line, in the order asked.
#
#   scripts/tools.sh nginx wrk uv poetry pipenv pipenv-old pip-tools pip-tools-old pip-22.3 pip-newest pip-audit pdm twine devpi pypiserver proxpi packaging attestations tuf in-toto zizmor guarddog build softhsm go bubblewrap cosign
#
# Python tools each have a venv of their own under ${WAAG_TOOLS:-$HOME/.cache/waag-tools}, made from the hash-pinned list
# scripts/tools/NAME.txt; a changed list makes a new venv. The rest comes from Debian's packages (as root).
# Exit 0: all are there. 2: an unknown name. 3: something could not be installed.
set -u
here=${BASH_SOURCE[0]%/*}
[ "$here" = "${BASH_SOURCE[0]}" ] && here=.
tools=${WAAG_TOOLS:-$HOME/.cache/waag-tools}
updated=
failed=0

say() { printf '%s\n' "tools: $*" >&2; }

fail() { # what, cause, remedy
  printf 'tools: %s\n  cause: %s\n  to do: %s\n' "$1" "$2" "$3" >&2
  failed=1
}

first_error() { # what an installer said: its first line that speaks of an error, else its last
  (grep -i -m 1 -E '^(error|e:)' <<<"$1" || tail -n 1 <<<"$1") | cut -c1-300
}

find_program() { # names or paths of a program, the first that is there wins; REPLY is its path
  local candidate
  for candidate; do
    case $candidate in
      */*) if [ -x "$candidate" ]; then REPLY=$candidate; return 0; fi ;;
      *) if REPLY=$(command -v "$candidate"); then return 0; fi ;;
    esac
  done
  return 1
}

apt_install() { # package
  if ! command -v apt-get >/dev/null; then log="there is no apt-get"; return 1; fi
  local policy=/usr/sbin/policy-rc.d made=
  if [ ! -e $policy ] && [ -w /usr/sbin ]; then # a test tool must not start a service of the machine
    printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy && made=1
  fi
  say "installing the Debian package $1"
  if [ -z "$updated" ]; then log=$(apt-get update -qq 2>&1) && updated=1; fi
  log=$(DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$1" 2>&1)
  local status=$?
  [ -n "$made" ] && rm -f $policy
  return $status
}

debian() { # tool, package, program...
  local tool=$1 package=$2
  shift 2
  find_program "$@" && return 0
  apt_install "$package" && find_program "$@" && return 0
  fail "$tool could not be installed" "$(first_error "$log")" "as root: apt-get update && apt-get install $package"
  return 1
}

find_python() { # REPLY is a Python 3.11 or later
  local python
  for python in python3.11 python3.12 python3.13 python3.14 python3; do
    "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && REPLY=$python && return 0
  done
  return 1
}

python_tool() { # tool, program in its venv
  local tool=$1 list=$here/tools/$1.txt venv=$tools/$1 pip=$tools/pip/bin/pip
  [ "$(<"$list")" = "$(cat "$venv/.waag-list" 2>/dev/null)" ] && REPLY=$venv/bin/$2 && return 0
  if ! find_python; then
    fail "$tool could not be installed" "no Python 3.11 or later with the venv module was found" "on Debian: apt-get install python3 python3-venv"
    return 1
  fi
  say "installing $tool into $venv"
  rm -rf "$venv"
  # one pip serves all: to put one into each venv, and to compile what no test imports, took most of the time
  if log=$({ [ -x "$pip" ] || "$REPLY" -m venv --clear "$tools/pip"; } 2>&1 && "$REPLY" -m venv --without-pip "$venv" 2>&1 &&
    "$pip" --python "$venv" install -q --no-input --no-compile --disable-pip-version-check --require-hashes -r "$list" 2>&1); then
    cp "$list" "$venv/.waag-list" && REPLY=$venv/bin/$2 && return 0
  fi
  fail "$tool could not be installed" "$(first_error "$log")" "see that pip reaches its index, then run: scripts/tools.sh $tool"
  return 1
}

go_tool() { # tool, its module at a version; checked by the checksum database that go is set to use
  find_program "$1" "$tools/go/$1" && return 0
  debian go golang-go go /usr/local/go/bin/go /usr/lib/go/bin/go || return 1
  say "building $1 into $tools/go, which takes some minutes"
  if log=$(GOBIN=$tools/go "$REPLY" install "$2" 2>&1); then REPLY=$tools/go/$1; return 0; fi
  fail "$1 could not be built" "$(first_error "$log")" "see that go reaches its module proxy, then run: scripts/tools.sh $1"
  return 1
}

if [ $# -eq 0 ]; then
  printf 'usage: scripts/tools.sh NAME…   (nginx wrk go bubblewrap uv poetry pipenv pipenv-old pip-tools pip-tools-old pip-22.3 pip-newest pip-audit pdm twine devpi pypiserver proxpi packaging attestations tuf in-toto zizmor guarddog build softhsm cosign)\n' >&2
  exit 2
fi
mkdir -p "$tools" || exit 3
exec 9>"$tools/.lock"
flock 9 2>/dev/null # two test runs at once must not make the same venv; where there is no flock, so be it

for tool; do
  case $tool in
    nginx) debian nginx nginx-light nginx /usr/sbin/nginx ;;
    wrk) debian wrk wrk wrk ;;
    go) debian go golang-go go /usr/local/go/bin/go /usr/lib/go/bin/go ;;
    cosign) go_tool cosign github.com/sigstore/cosign/v2/cmd/cosign@v2.6.5 ;;
    softhsm) debian softhsm softhsm2 softhsm2-util ;;
    bubblewrap) debian bubblewrap bubblewrap bwrap ;;
    uv | poetry | pdm | twine | pip-audit | zizmor | guarddog) python_tool "$tool" "$tool" ;;
    pip-22.3 | pip-newest) python_tool "$tool" pip ;;
    pipenv | pipenv-old) python_tool "$tool" pipenv ;;
    pip-tools | pip-tools-old) python_tool "$tool" pip-compile ;;
    devpi) python_tool devpi devpi-server ;;
    packaging | attestations | tuf | in-toto | build) python_tool "$tool" python ;; # libraries: their environment's Python
    pypiserver) python_tool pypiserver gunicorn ;; # both are WSGI applications: gunicorn runs them
    proxpi) python_tool proxpi gunicorn ;;
    *)
      fail "no tool is named '$tool'" "a slip of the pen, or a tool that no test needs" "choose from: nginx wrk go bubblewrap uv poetry pipenv pipenv-old pip-tools pip-tools-old pip-22.3 pip-newest pip-audit pdm twine devpi pypiserver proxpi packaging attestations tuf in-toto zizmor guarddog build softhsm cosign"
      exit 2
      ;;
  esac && printf '%s\n' "$REPLY"
done
[ $failed -eq 0 ] || exit 3
