"""The child process of :mod:`.pdf`: HTML in, PDF out, within limits. Imports nothing of ours.

Standard input is one line of JSON (limits, where static files lie), then the page. It runs with
``python -I``, or the modules beside this file would stand in for those of the library.
"""

import json
import mimetypes
import re
import resource
import sys
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

TOO_MUCH = 3
BASE = "http://static.invalid/"
KINDS = {".css", ".woff2", ".woff", ".ttf", ".otf", ".ttc", ".png", ".jpg", ".svg"}
FONTS = {".otf", ".ttf", ".ttc", ".woff", ".woff2"}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
PICTURES = re.compile(r"data:(image/(png|jpeg|gif|webp|svg\+xml)|font/woff2?)[;,]", re.I)
WIDEST_SPAN, DEEPEST, LONGEST_TEXT = 50, 80, 50_000


class TooMuch(Exception):
    """More than a document of ours ever holds."""


def tame(element: Element, depth: int = 0) -> None:
    """Take out what embeds files and cap what makes layout run for minutes."""
    if depth > DEEPEST:
        raise TooMuch("nesting")
    if "attachment" in element.get("rel", "").lower():
        del element.attrib["rel"]
    for name in ("colspan", "rowspan", "span"):
        span = element.get(name, "1").strip()
        if not span.isascii() or not span.isdigit() or len(span) > 4 or int(span) > WIDEST_SPAN:
            element.set(name, str(WIDEST_SPAN) if span.isdigit() else "1")
    for text in (element.text, element.tail):
        if text and len(text) > LONGEST_TEXT and element.tag != "style":
            raise TooMuch("text")
    for child in element:
        tame(child, depth + 1)


def static_file(url: str, static_url: str, roots: list[str]) -> Path:
    """The file behind an address of ours; ValueError for any other address.

    Fonts of the system count as ours: ``local()`` in a stylesheet leads to their files.
    """
    address = urlsplit(url)
    path = unquote(address.path)
    if address.scheme == "file" and not address.netloc:
        font = Path(path).resolve()
        if any(font.is_relative_to(folder) for folder in FONT_FOLDERS) and font.suffix in FONTS:
            return font
    if f"{address.scheme}://{address.netloc}/" != BASE or not path.startswith(static_url):
        raise ValueError("not one of our static files")
    for root in roots:
        base = Path(root).resolve()
        found = (base / path[len(static_url) :]).resolve()
        if found.is_relative_to(base) and found.suffix.lower() in KINDS and found.is_file():
            return found
    raise ValueError("no such static file")


def render(page: str, static_url: str, roots: list[str]) -> bytes:
    """The PDF of a page."""
    from weasyprint import HTML  # noqa: PLC0415 - after the limits are set
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class StaticOnly(URLFetcher):
        """Our static files and pictures in the page itself; nothing from disk or network."""

        def fetch(self, url: str, headers: dict | None = None) -> URLFetcherResponse:
            if PICTURES.match(url):
                return super().fetch(url)
            found = static_file(url, static_url, roots)
            told = EmailMessage()
            told["Content-Type"] = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, found.read_bytes(), told)

    fetcher = StaticOnly(allowed_protocols={"data"}, allow_redirects=False)
    document = HTML(string=page, base_url=BASE, url_fetcher=fetcher)
    root = document.etree_element
    tame(root)
    if not root.get("lang", "").startswith("zh"):
        root.set("lang", "zh-Hans")  # the fonts hold Japanese forms too and show those otherwise
    return document.write_pdf()


def limit(order: dict) -> None:
    """Seconds of processor, bytes of memory, no core files, few open files."""
    resource.setrlimit(resource.RLIMIT_CPU, (order["cpu"], order["cpu"]))
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))


def main() -> int:
    """Read the order and the page, write the PDF."""
    order = json.loads(sys.stdin.buffer.readline())
    page = sys.stdin.buffer.read().decode()
    limit(order)
    try:
        made = render(page, order["static_url"], order["roots"])
    except (TooMuch, MemoryError, RecursionError):
        return TOO_MUCH
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
