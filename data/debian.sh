# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by data/try.sh and tests/run.sh: which packages of Debian 12 and 13
# are needed for what, and how they get onto a bare system. POSIX sh.

# To build the programs. LibRaw is C++, which Debian 13 links by name. gettext
# merges translations into the desktop file and the metainfo, for which appstream
# brings the rules.
build_packages="
gcc g++ libc6-dev meson ninja-build pkgconf gettext appstream
libglib2.0-dev libjson-glib-dev libgtk-4-dev libgdk-pixbuf-2.0-dev
libjpeg62-turbo-dev liblcms2-dev libgexiv2-dev libraw-dev libjxl-dev libxxhash-dev
libsqlite3-dev libenchant-2-dev libxml2-dev libopenblas-dev"

# To run them: icons, fonts, picture formats beyond gdk-pixbuf's own, a dictionary
# of English.
run_packages="
adwaita-icon-theme librsvg2-common hunspell-en-us
webp-pixbuf-loader heif-gdk-pixbuf libavif-gdk-pixbuf
fonts-cantarell fonts-dejavu-core
desktop-file-utils gtk-update-icon-cache dconf-gsettings-backend"

# To test them: a display without a screen, a window manager, a bus, the
# accessibility tree, the validators, what Chinese is made of and a font for it, and
# what reads reports: a browser, tools for PDF, parsers of HTML and of JSON schemas.
# GNU parallel spreads work.
test_packages="
xvfb xauth openbox xdotool dbus dbus-x11 at-spi2-core enchant-2 python3 python3-gi
python3-pyatspi gir1.2-atspi-2.0 gir1.2-gtk-4.0 imagemagick valgrind libc6-dbg locales
libimage-exiftool-perl exiv2 chromium poppler-utils python3-html5lib
python3-jsonschema qpdf fonts-droid-fallback parallel"

say () {
  printf '%s\n' "photo-critic: $*" >&2
}

die () {
  say "$*"
  exit 1
}

# need_packages PACKAGE...: installs those that are missing; asks for nothing.
need_packages () {
  missing=
  if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    say "This system has no apt-get; going on with what is there. On Debian these would be installed:" "$@"
    return 0
  fi
  for package in "$@"; do
    case "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)" in
      ?i*) ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0

  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 ||
      die "These packages are missing, and there is no sudo to install them with; as root, run: apt-get install$missing"
    as_root=sudo
  fi
  say "Installing:$missing"
  $as_root apt-get update -q ||
    say "The package lists could not be refreshed; trying with those at hand."
  # shellcheck disable=SC2086 # a list of words
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends $missing </dev/null ||
    die "Not every package could be installed; what apt-get printed above says why."
}

# build SOURCE BUILD [MESON-OPTION...]: configures once, then builds.
build () {
  source_dir=$1
  build_dir=$2
  shift 2
  if [ ! -e "$build_dir/build.ninja" ]; then
    meson setup "$build_dir" "$source_dir" "$@" ||
      die "The build could not be configured; $build_dir/meson-logs/meson-log.txt says why."
  fi
  ninja -C "$build_dir" || die "The build failed; the compiler's message stands above."
}
