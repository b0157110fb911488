"""PDF: our fonts, whole rows, page numbers, and nothing that the text asked for."""

import re
import shutil
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from time import perf_counter

import pytest
from django.utils import translation
from pypdf import PdfReader

from fraudwatch.lib.pdf import PdfFailed, render_pdf
from fraudwatch.lib.pdf_child import BASE, static_file

SECRET = "TOPSECRET-8261"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def canary():
    """A web server on loopback that remembers who called."""
    calls = []

    class Remember(BaseHTTPRequestHandler):
        def do_GET(self):
            calls.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Remember)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", calls
    server.shutdown()
    thread.join()
    server.server_close()


def page(body, head='<link rel="stylesheet" href="/static/css/paper.css">'):
    return f"<!doctype html><html lang='zh-hans'><head>{head}</head><body>{body}</body></html>"


def read(content):
    return PdfReader(BytesIO(content))


def table(count):
    rows = "".join(
        f"<tr><td>第{n}村<br>a{n}z<br>b{n}z</td><td>1,200</td></tr>" for n in range(count)
    )
    head = "<thead><tr><th>单位</th><th>数量</th></tr></thead>"
    return f'<table class="list">{head}<tbody>{rows}</tbody></table>'


def test_a_long_table_keeps_its_rows_whole_repeats_its_head_and_counts_pages():
    content = render_pdf(page("<h1>全县反诈专项行动周报汇总</h1>" + table(200)))

    texts = [sheet.extract_text() for sheet in read(content).pages]
    uppers = [re.findall(r"a(\d+)z", text) for text in texts]
    lowers = [re.findall(r"b(\d+)z", text) for text in texts]
    assert uppers == lowers
    assert [int(n) for numbers in uppers for n in numbers] == list(range(200))
    assert all("单位" in text for text in texts)
    assert [
        re.sub(r"\s", "", text).endswith(f"{n}/{len(texts)}") for n, text in enumerate(texts, 1)
    ]
    assert all(f"{n} / {len(texts)}" in text for n, text in enumerate(texts, 1))


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="needs poppler-utils")
def test_every_font_is_embedded():
    styles = '<link rel="stylesheet" href="/static/css/gongwen.css">'
    body = (
        '<article class="gw-page print"><h1 class="gw-title">通报</h1><p>堃邨滘龑塱 1</p></article>'
    )

    listed = subprocess.run(
        ["pdffonts", "-"], input=render_pdf(page(body, styles)), capture_output=True
    ).stdout.decode()

    fonts = [line.split() for line in listed.splitlines()[2:]]
    assert {font[0].partition("+")[2][:6] for font in fonts} == {"FW-Fan", "FW-Bia"}
    assert [font[-5] for font in fonts] == ["yes"] * len(fonts), listed


def test_official_paper_is_found_by_its_headings():
    styles = '<link rel="stylesheet" href="/static/css/gongwen.css">'
    body = (
        '<h1 class="gw-title">方案</h1><p class="gw-h1">一、目标</p><p class="gw-h2">（一）宣传</p>'
    )

    made = render_pdf(page(f'<article class="gw-page print">{body}</article>', styles))

    top, [first, [second]] = read(made).outline
    assert [one.title for one in (top, first, second)] == ["方案", "一、目标", "（一）宣传"]


@pytest.mark.slow
def test_nothing_that_the_text_asks_for_is_fetched_or_embedded(canary, tmp_path):
    host, calls = canary
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "secret.css").write_text(f"body::after {{ content: '{SECRET}' }}")
    (tmp_path / "secret.svg").write_text(
        f"<svg xmlns='http://www.w3.org/2000/svg'><text y='20'>{SECRET}</text></svg>"
    )
    places = [f"file://{tmp_path}/secret", f"{host}/secret", f"{tmp_path}/secret"]
    places += [f"/static/../../../../../../../..{tmp_path}/secret", f"//{host[7:]}/secret"]
    places += [f"/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e{tmp_path}/secret", "ftp://127.0.0.1/x"]
    fragments = []
    for place in places:
        fragments += [
            f'<link rel="attachment" href="{place}.txt">',
            f'<a rel="attachment" href="{place}.txt">a</a>',
            f'<link rel="stylesheet" href="{place}.css">',
            f'<style>@import url("{place}.css");</style>',
            f'<style>@font-face {{ font-family: x; src: url("{place}.ttf") }}</style>',
            f'<img src="{place}.svg"><object data="{place}.svg"></object><embed src="{place}.svg">',
            f'<iframe src="{place}.txt"></iframe>',
            f'<div style="background: url({place}.svg)">b</div>',
            f'<ul style="list-style-image: url({place}.svg)"><li>c</ul>',
            f'<p style="content: url({place}.svg)">d</p>',
            f'<svg width="9" height="9"><image href="{place}.svg"/></svg>',
            f'<svg width="9" height="9"><use href="{place}.svg#a"/></svg>',
            f'<meta http-equiv="refresh" content="0;url={place}.txt">',
            f'<base href="{place}.txt">',
            f'<style>b::after {{ content: url("{place}.svg") }}</style>',
        ]
    fragments.append('<link rel="attachment" href="data:text/plain,hello">')
    fragments.append('<link rel="attachment" href="data:image/png;base64,AAAA">')
    fragments.append("<script>document.location='http://127.0.0.1/'</script>")
    fragments.append(
        f'<img src="data:image/svg+xml,<svg xmlns=%22x%22><image href=%22{host}/s%22/></svg>">'
    )

    content = render_pdf(page("<p>正文</p>" + "".join(fragments)))

    made = read(content)
    assert calls == []
    assert made.attachments == {}
    assert SECRET not in "".join(sheet.extract_text() for sheet in made.pages)
    assert b"/EmbeddedFile" not in content


def test_a_picture_in_the_page_itself_is_drawn():
    picture = (
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><text y='20'>Kx7</text></svg>"
    )

    content = render_pdf(page(f'<img src="{picture}" width="300" height="40">'))

    assert "Kx7" in read(content).pages[0].extract_text()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("static/css/paper.css", "paper.css"),
        ("static/css/../css/paper.css", "paper.css"),
        ("static/css/paper.css?v=1", "paper.css"),
    ],
)
def test_an_address_of_ours_is_found(tmp_path, address, name):
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / name).write_text("")

    assert static_file(BASE + address, "/static/", [str(tmp_path)]).name == name


@pytest.mark.parametrize(
    "address",
    ["static/../secret.css", "static/%2e%2e/secret.css", "static//secret.css", "media/paper.css"]
    + ["static/secret.py", "static/link.css", "static/", "static/css"],
)
def test_an_address_outside_is_not(tmp_path, address):
    (tmp_path / "secret.css").write_text("")
    inside = tmp_path / "static"
    (inside / "css").mkdir(parents=True)
    (inside / "secret.py").write_text("")
    (inside / "link.css").symlink_to(tmp_path / "secret.css")

    with pytest.raises(ValueError, match="static file"):
        static_file(BASE + address, "/static/", [str(inside)])


@pytest.mark.parametrize(
    "body",
    ["<div>" * 300 + "x", "<p>" + "字" * 60_000 + "</p>"],
    ids=["nesting", "paragraph"],
)
def test_what_would_run_for_minutes_is_refused_at_once(body):
    began = perf_counter()

    with pytest.raises(PdfFailed, match="too long or too intricate"):
        render_pdf(page(body))

    assert perf_counter() - began < 10


def test_a_killed_child_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    styles = '<link rel="stylesheet" href="/static/css/gongwen.css">'

    with pytest.raises(PdfFailed):
        render_pdf(page("<div><p>字 字</p></div>" * 40_000, styles), seconds=2)

    assert list(tmp_path.iterdir()) == []


def test_a_false_span_is_cut_and_drawn():
    content = render_pdf(page("<table><tr><td colspan=1000000>甲<td rowspan=9>乙</table>"))

    assert "甲" in read(content).pages[0].extract_text()


def test_a_page_that_takes_too_long_ends_in_words():
    body = "".join(f"<div><p>{'字 ' * 400}</p></div>" for _number in range(400))

    with pytest.raises(PdfFailed, match="too long or too intricate"):
        render_pdf(page(body), seconds=1)


def test_more_rows_than_a_pdf_should_hold_are_refused():
    with pytest.raises(PdfFailed, match="at most 500 rows"):
        render_pdf(page(table(600)))


def test_odd_characters_do_no_harm():
    content = render_pdf(page("<p>\ud800\x00\x0b\ufffe\uffff正文</p>"))

    assert "正文" in read(content).pages[0].extract_text()
