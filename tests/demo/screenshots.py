"""`make screenshots`: the demo's pages as small pictures in docs/screenshots, taken by Debian's Chromium."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from web_server import served

ROOT = Path(__file__).parents[2]
PLAN = "/documents/uy-ban-nhan-dan-tinh-tien-giang/370-kh-ubnd/2021"
PAGES = {
    "search": "/search?q=kinh te so tien giang",
    "document": f"{PLAN}?at=840-884#s840",
    "tree": "/tree?number=08-NQ/TU",
    "targets": "/targets?q=kinh tế số GRDP",
    "night": "/night",
}
COLOURS = 64  # of the palette: text stays sharp, a picture stays below 150 kB


def main() -> None:
    """Serve var/demo and take one picture of each page."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    home = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "demo"
    folder = ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with served(home) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        for name, path in PAGES.items():
            page.goto(address + path, wait_until="networkidle")
            taken = Image.open(io.BytesIO(page.screenshot()))
            taken.convert("RGB").quantize(COLOURS).save(folder / f"{name}.png", optimize=True)
            print(f"{folder / name}.png")
        browser.close()


if __name__ == "__main__":
    main()
