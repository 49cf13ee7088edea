"""Knows how the pictures of the README are made: from the demonstration, by a browser. For developers; needs playwright and Chromium.

Usage: python -m maillage.web.screenshots [folder]   (`make screenshots`)
"""

import os
import shutil
import subprocess  # noqa: S404 - starts our own command
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "images"
PORT = 8799
ADDRESS = f"http://127.0.0.1:{PORT}"
HEIGHTS = {1280: 900, 360: 740}  # width -> height of the screen
ANSWERS = "/lieux/?quoi=imp%C3%B4ts&ou=Gu%C3%A9ret"
HEAVIEST = 150_000  # bytes
PATIENCE = 120  # tries of half a second


def main(folder: Path = FOLDER) -> int:
    """Build the demonstration aside, serve it, photograph it. Return 1 when a picture is too heavy."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="maillage-pictures-") as var, demonstration(var):
        pictures = photograph(folder, Path(var) / "lists")
    heavy = [picture for picture in pictures if picture.stat().st_size > HEAVIEST]
    for picture in pictures:
        sys.stdout.write(f"{picture.name}: {picture.stat().st_size // 1000} kB{' (too heavy)' if picture in heavy else ''}\n")
    return 1 if heavy else 0


@contextmanager
def demonstration(var: str) -> Iterator[None]:
    """A demonstration being served, with its own directory."""
    environment = {**os.environ, "MAILLAGE_VAR": var, "MAILLAGE_PUBLIC_URL": ADDRESS}
    command = [sys.executable, "-m", "maillage"]
    subprocess.run([*command, "demo", "--no-serve"], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    server = subprocess.Popen([*command, "serve", "--no-worker", "--port", str(PORT)], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_for_answer()
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for_answer() -> None:
    for _try in range(PATIENCE):
        try:
            with urlopen(ADDRESS + ANSWERS):  # noqa: S310 - our own address
                return
        except URLError:
            sleep(0.5)
    raise SystemExit(f"{ADDRESS} does not answer.")


def photograph(folder: Path, lists: Path) -> list[Path]:
    """Home, results, the first place found, and the report of one of the demonstration's lists, on a desk and on a telephone."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    pictures = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--hide-scrollbars"])
        for width, height in HEIGHTS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="fr-FR")
            page.goto(ADDRESS + ANSWERS)
            place = page.locator("article h3 a").first.get_attribute("href")
            for name, path in {"home": "/", "results": ANSWERS, "place": place}.items():
                page.goto(f"{ADDRESS}{path}")
                picture = folder / f"{name}-{width}.png"
                page.screenshot(path=picture)
                pictures.append(picture)
            page.goto(f"{ADDRESS}/donnees/verifier/")
            page.locator("summary").click()
            page.set_input_files("#id_list", lists / "enquete-mairie.json")
            page.set_input_files("#id_mapping", lists / "enquete-mairie.toml")
            page.locator("form button.button-main").click()
            page.wait_for_selector(".counts")
            page.screenshot(path=folder / f"report-{width}.png")
            pictures.append(folder / f"report-{width}.png")
            page.close()
        browser.close()
    return pictures


if __name__ == "__main__":
    sys.exit(main(*(Path(folder).resolve() for folder in sys.argv[1:2])))
