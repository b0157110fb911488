"""Vendored outline icons as inline SVG; no icon font, no request."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(settings.BASE_DIR) / "static" / "vendor" / "tabler-icons-3.51.0"
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_FRAME = re.compile(r'\s*<path stroke="none"[^>]*/>')


@cache
def names() -> frozenset[str]:
    """The icons we ship."""
    return frozenset(path.stem for path in FOLDER.glob("*.svg"))


@cache
def shape(name: str) -> SafeString:
    """What stands inside the ``<svg>`` of an icon; ValueError names the accepted ones."""
    if name not in names():
        raise ValueError(f"no icon {name!r}; we have: {', '.join(sorted(names()))}")
    body = _BODY.search((FOLDER / f"{name}.svg").read_text(encoding="utf-8")).group(1)
    return mark_safe(re.sub(r"\s*\n\s*", "", _FRAME.sub("", body)))  # noqa: S308 our own files


def icon(name: str, css: str = "ic", label: str = "") -> SafeString:
    """An inline icon: silent for screen readers unless ``label`` says what it means."""
    if not label:
        return _silent(name, css)
    return _drawn(name, css, format_html('role="img" aria-label="{}"', label))


@cache
def _silent(name: str, css: str) -> SafeString:
    return _drawn(name, css, mark_safe('aria-hidden="true"'))


def _drawn(name: str, css: str, spoken: SafeString) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        css,
        spoken,
        shape(name),
    )
