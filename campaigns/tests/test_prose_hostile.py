"""Whatever somebody writes into a plan, a page shows words, bold and known attachments."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.prose import html, plain, table_html

PIECES = st.one_of(
    st.sampled_from([
        "<script>", "</b>", "<img src=x onerror=alert(1)>", "**", "*", "附件1", "附件99", "|", "\n",
        "&lt;", "&#60;", "javascript:alert(1)", '"><svg onload=x>', "<b onclick=x>", "<!--", "]]>",
        "\u202e", "\x00", "<a href='javascript:x'>", "{{7*7}}", "{% load x %}", "<style>*{}",
    ]),
    st.text(max_size=8),
)  # fmt: skip
WRITTEN = st.lists(PIECES, max_size=10).map("".join)
FILES = {1: "/files/1/"}
ALLOWED = {"b": set(), "a": {"href"}, "table": set(), "thead": set(), "tbody": set(),
           "tr": set(), "th": {"scope"}, "td": set()}  # fmt: skip


class Seen(HTMLParser):
    """What a browser would make of it: tags with attributes, words, anything else."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.words, self.other = [], "", []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def handle_comment(self, data):
        self.other.append(data)

    def handle_decl(self, decl):
        self.other.append(decl)

    def handle_pi(self, data):
        self.other.append(data)

    def unknown_decl(self, data):
        self.other.append(data)


def check(text):
    seen = Seen(text)
    assert seen.other == []
    for tag, attributes in seen.tags:
        assert set(attributes) <= ALLOWED[tag]
        assert attributes.get("href", "/files/1/") == "/files/1/"
        assert attributes.get("scope", "col") == "col"
    return seen


@given(WRITTEN)
def test_a_paragraph_shows_its_words_in_bold_or_as_a_known_link(text):
    seen = check(html(text, FILES))

    assert {tag for tag, _attributes in seen.tags} <= {"a", "b"}
    assert re.sub(r"[\r\x00]", "", seen.words) == re.sub(r"[\r\x00]", "", plain(text))


@given(WRITTEN)
def test_a_table_shows_words_in_cells(text):
    check(table_html(text, FILES))


@pytest.mark.parametrize("text", ["**<b>x</b>**", "**附件1**", "a|<td>|**b**"])
def test_bold_holds_no_markup_of_its_own(text):
    check(html(text, FILES))
    check(table_html(text, FILES))
