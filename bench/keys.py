"""How soon a long table answers to a key that is typed into its filter, in a real browser."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
_WORD = "lachin road"
_READING = 3000  # ms between the page and the first key
_TYPE = """async ([table, word]) => {
  const field = document.querySelector(`form[data-for='${table}'] input[type=search]`);
  const lengths = [...word].map((_, place) => place + 1);
  const times = [];
  for (const length of [...lengths, ...lengths.toReversed().slice(1), 0]) {
    const start = performance.now();
    field.value = word.slice(0, length);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - start);
  }
  return times;
}"""


def chromium() -> str | None:
    """Where the browser of this machine stands; None if there is none."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def slowest(book: Path, address: str, table: str) -> float | None:
    """Type a word into a table's filter and take it back, in a window of 1280 by 900 pixels.

    Returns
    -------
    float or None
        Milliseconds from the slowest key to the next picture; None where there is no browser.
    """
    browser = chromium()
    if browser is None:
        return None
    with (
        sync_playwright() as engine,
        engine.chromium.launch(executable_path=browser, args=list(FLAGS)) as opened,
    ):
        page = opened.new_page(viewport={"width": 1280, "height": 900})
        page.goto((book / address).resolve().as_uri(), timeout=120_000)
        page.wait_for_timeout(_READING)
        return max(page.evaluate(_TYPE, [table, _WORD]))
