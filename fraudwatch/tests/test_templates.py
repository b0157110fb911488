"""Templates and scripts: nothing inline, nothing unescaped, nothing large, nothing missing."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template

from fraudwatch.management.commands import publish_static

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
PRINTED = ROOT / "templates" / "print"  # for WeasyPrint, never sent to a browser
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
PAGE, FRAGMENT, SCRIPT_LINES = 120, 40, 5000
FORBIDDEN = {
    "inline style": r"\sstyle\s*=",
    "style element": r"<style[\s>]",
    "inline script": r"<script(?![^>]*\b(src=|type=\"application/json\"))[^>]*>",
    "event attribute": r"\son[a-z]+\s*=\s*[\"'{]",
    "script address": r"javascript:",
    "unescaped text": r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off",
    "address outside": r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//",
}
NO_JAVASCRIPT = r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\()"


def name_of(file):
    return str(file.relative_to(ROOT))


def offenders(files, wrong):
    """What a rule finds wrong, by the files that break it: one test looks at all of them."""
    return {name_of(file): found for file in files if (found := wrong(file))}


def test_a_template_holds_nothing_inline_and_nothing_unescaped():
    def forbidden(file):
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", file.read_text(), flags=re.S)
        rules = FORBIDDEN if PRINTED not in file.parents else {"": FORBIDDEN["unescaped text"]}
        return {what for what, pattern in rules.items() if re.search(pattern, text)}

    assert offenders(TEMPLATES, forbidden) == {}


def test_a_template_stays_small():
    def too_long(file):
        lines = len(file.read_text().splitlines())
        return lines if lines > (FRAGMENT if file.name.startswith("_") else PAGE) else 0

    assert offenders(TEMPLATES, too_long) == {}


def test_a_template_can_be_read():
    def unreadable(file):
        try:
            get_template(str(file.relative_to(ROOT / "templates")))
        except (TemplateDoesNotExist, TemplateSyntaxError) as error:
            return str(error)
        return ""

    assert offenders(TEMPLATES, unreadable) == {}


def test_the_static_files_of_a_template_exist():
    def missing(file):
        named = re.findall(r"{%\s*static\s+[\"']([^\"']+)[\"']", file.read_text())
        return [name for name in named if finders.find(name) is None]

    assert offenders(TEMPLATES, missing) == {}


def test_a_script_writes_text_and_nodes_never_markup():
    def markup(file):
        code = re.sub(r"//.*|/\*.*?\*/", "", file.read_text(), flags=re.S)
        return re.findall(NO_JAVASCRIPT, code)

    assert offenders(SCRIPTS, markup) == {}


def test_a_static_file_asks_nothing_of_other_hosts():
    def strangers(file):
        addresses = re.findall(r"[\"'(](?:https?:)?//[a-z0-9.-]+", file.read_text(), re.I)
        return [found for found in addresses if "www.w3.org" not in found]

    assert offenders([*SCRIPTS, *STYLES], strangers) == {}


def test_our_scripts_stay_within_their_budget():
    assert sum(len(file.read_text().splitlines()) for file in SCRIPTS) <= SCRIPT_LINES


def test_static_files_can_be_published(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    command = publish_static.Command()
    command.storage = ManifestStaticFilesStorage(location=tmp_path)

    call_command(command)
    published = (tmp_path / "staticfiles.json").stat().st_mtime_ns
    call_command(command)

    assert (tmp_path / "staticfiles.json").stat().st_mtime_ns == published
