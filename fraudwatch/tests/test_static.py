"""Our styles and scripts hold to the oldest browser, the policy and the budget."""

import hashlib
import re
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLES = sorted((STATIC / "css").glob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
# Ink on paper has its own colours: WeasyPrint pages do not follow the screen's theme.
ON_PAPER = {"gongwen.css", "paper.css", "paper_group.css", "paper_summary.css", "paper_wall.css"}
# Chromium 88, Firefox 91 and Safari 15 do not know these.
TOO_NEW = r"light-dark\(|color-mix\(|oklch\(|:has\(|@container|@layer|\d(?:dvh|svh|lvh)\b"
# A rule that opens inside another rule, media and keyframes apart.
NESTED = re.compile(r"[^@{}]+\{[^{}]*\{")
FORBIDDEN_SCRIPT = (
    r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write"
    r"|setAttribute\(['\"]style|\bfetch\(['\"]https?:"
)
SCRIPT_LINES = 5000


def offenders(paths, wrong):
    """What a rule finds wrong, by the files that break it: one test looks at all of them."""
    return {str(path.relative_to(STATIC.parent)): found for path in paths if (found := wrong(path))}


def code(path: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_a_style_uses_nothing_the_oldest_browser_lacks():
    assert offenders(STYLES, lambda path: re.findall(TOO_NEW, code(path))) == {}


def test_rules_do_not_nest():
    def nested(path):
        return NESTED.findall(re.sub(r"@(?:media|keyframes|supports|page)[^{]*\{", "", code(path)))

    assert offenders(STYLES, nested) == {}


def test_colours_come_from_the_tokens():
    assert (
        offenders(
            [path for path in STYLES if path.name not in ON_PAPER | {"tokens.css"}],
            lambda path: re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;,\s)])", code(path)),
        )
        == {}
    )


def test_every_token_that_is_used_exists():
    known = set(re.findall(r"(--[\w-]+)\s*:", (STATIC / "css/tokens.css").read_text("utf-8")))

    def unknown(path):
        own = set(re.findall(r"(--[\w-]+)\s*:", code(path)))
        return set(re.findall(r"var\((--[\w-]+)", code(path))) - known - own

    assert offenders(STYLES, unknown) == {}


def test_a_style_asks_no_other_server():
    assert (
        offenders(STYLES, lambda path: re.findall(r"@import|https?://|//[a-z]", code(path))) == {}
    )


def test_a_script_writes_no_markup_and_runs_no_text():
    assert offenders(SCRIPTS, lambda path: re.findall(FORBIDDEN_SCRIPT, code(path))) == {}


def test_a_script_speaks_the_language_of_the_oldest_browser():
    assert (
        offenders(
            SCRIPTS,
            lambda path: re.findall(
                r"\?\?=|\|\|=|&&=|\.at\(|replaceAll\(|structuredClone", code(path)
            ),
        )
        == {}
    )


def test_all_our_scripts_stay_within_their_budget():
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in SCRIPTS)

    assert lines <= SCRIPT_LINES


def test_a_template_has_no_inline_style_script_or_handler():
    def inline(path):
        return re.findall(
            r"\sstyle=|<style|javascript:|<script(?![^>]*\ssrc=)"
            r"|\son(?:click|change|input|submit|load|error|key|mouse|focus|blur)",
            path.read_text(encoding="utf-8"),
        )

    assert offenders(PAGES, inline) == {}


def test_every_vendored_file_is_listed_with_its_hash():
    vendor = STATIC / "vendor"
    table = (vendor / "VENDORED.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| (\S+/\S+) \|.*\| ([0-9a-f]{64}) \|$", table, re.MULTILINE))
    found = {
        str(path.relative_to(vendor)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "VENDORED.md"
    }

    assert listed == found


def test_every_vendored_package_carries_its_licence():
    folders = [path for path in (STATIC / "vendor").iterdir() if path.is_dir()]

    assert [path.name for path in folders if not (path / "LICENSE").is_file()] == []


def test_no_vendored_file_points_at_a_source_map():
    files = [*STATIC.rglob("*.js"), *STATIC.rglob("*.css")]

    assert [path.name for path in files if "sourceMappingURL" in path.read_text("utf-8")] == []
