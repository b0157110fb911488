"""The components write whole, accessible HTML and refuse what they do not know."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from fraudwatch.lib import clock, icons


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def rendered(source: str, address: str = "/", **context: object) -> str:
    request = RequestFactory().get(address)
    return Template("{% load i18n ui %}" + source).render(RequestContext(request, context)).strip()


def drawn(name: str, css: str = "ic") -> str:
    return icons.icon(name, css)


class Letter(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the roster")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="I have checked it", required=False)
    ways = forms.MultipleChoiceField(
        label="Ways", choices=[("inbox", "In-app")], widget=forms.CheckboxSelectMultiple
    )


def test_an_icon_is_silent_unless_it_has_a_label():
    bell = icons.shape("bell")

    assert rendered('{% icon "bell" %}') == (
        '<svg class="ic" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        f' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{bell}</svg>'
    )
    assert rendered('{% icon "bell" size="l" class="good" label=label %}', label="Two <new>") == (
        '<svg class="ic ic-l good" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-linecap="round" stroke-linejoin="round"'
        f' role="img" aria-label="Two &lt;new&gt;">{bell}</svg>'
    )


def test_a_status_is_colour_icon_and_word():
    assert rendered('{% status_tag "late" %}') == (
        f'<span class="st st-late">{drawn("clock-check")}Submitted late</span>'
    )
    assert rendered('{% status_tag "to_verify" label="Waiting" plain=True %}') == (
        f'<span class="st st-returned plain">{drawn("clock-hour-4")}Waiting</span>'
    )


def test_a_lamp_is_spoken_by_its_shape_or_by_the_words_beside_it():
    assert rendered('{% lamp "red" %}') == (
        '<span class="lamp lamp-r" role="img" aria-label="red lamp"></span>'
    )
    assert rendered('{% lamp "yellow" "Yellow 3" %}') == (
        '<span class="lamp lamp-y" aria-hidden="true"></span> Yellow 3'
    )


@pytest.mark.parametrize(
    ("value", "good", "expected"),
    [
        (-28.8, "down", ("good", "arrow-down-right", "down", "28.8%")),
        (6.5, "up", ("good", "arrow-up-right", "up", "6.5%")),
        (-3.1, "up", ("bad", "arrow-down-right", "down", "3.1%")),
        (6.8, "neutral", ("", "arrow-up-right", "up", "6.8%")),
    ],
)
def test_a_change_is_coloured_by_good_and_bad_and_pointed_by_direction(value, good, expected):
    colour, arrow, spoken, figure = expected

    assert rendered("{% delta value good=good %}", value=value, good=good) == (
        f'<span class="delta{" " + colour if colour else ""}">{drawn(arrow)}'
        f'<span class="sr-only">{spoken} </span>{figure}</span>'
    )


def test_no_base_is_a_dash_and_no_change_is_said():
    assert rendered("{% delta None %}") == '<span class="delta muted">—</span>'
    assert rendered("{% delta 0 %}") == '<span class="delta muted">no change</span>'


def test_progress_prints_its_figures_beside_the_bar():
    assert rendered('{% progress 3 8 label="photos" %}') == (
        '<span class="progress-row"><svg class="bar" aria-hidden="true">'
        '<rect class="fill" width="37.5%" height="100%" rx="4"/></svg>'
        '<span class="num"><span class="sr-only">photos: </span>3/8 (38%)</span></span>'
    )


def test_progress_of_nothing_is_a_dash_not_zero_percent():
    assert rendered("{% progress 0 0 %}").endswith('<span class="num">—</span></span>')


def test_a_bar_never_leaves_its_box():
    assert 'width="100%" height' in rendered("{% rate_bar 128 %}")
    assert 'width="0%" height' in rendered("{% rate_bar -3 %}")


def test_a_stacked_bar_is_spoken_in_full():
    parts = [("approved", 3), ("overdue", 1)]

    assert rendered('{% stackbar parts label="This week" %}', parts=parts) == (
        '<svg class="stackbar" role="img" aria-label="This week: Approved 3, Overdue 1">'
        '<rect class="sf-ontime" x="0%" width="75%" height="100%"/>'
        '<rect class="sf-overdue" x="75%" width="25%" height="100%"/></svg>'
    )


def test_a_sparkline_needs_two_figures():
    assert rendered("{% sparkline values %}", values=[4, None]) == '<span class="muted">—</span>'
    assert '<path d="M3.0 18.0 L81.0 4.0"/>' in rendered("{% sparkline values %}", values=[1, 2])


def test_an_empty_state_says_why_and_offers_the_next_step():
    source = '{% empty_state icon="inbox" title=title text="Yet" %}<a>Go</a>{% endempty_state %}'

    assert rendered(source, title="Nothing <here>") == (
        f'<div class="fw-empty">{drawn("inbox", "ic ic-xl")}'
        "<h3>Nothing &lt;here&gt;</h3><p>Yet</p><a>Go</a></div>"
    )


def test_what_a_block_prints_stays_escaped():
    source = "{% note 'info' %}{{ text }}{% endnote %}"

    assert "<div>&lt;b&gt;</div>" in rendered(source, text="<b>")


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "unicorn" %}',
        '{% icon "bell" size="huge" %}',
        '{% icon "bell" colour="red" %}',
        '{% status_tag "fine" %}',
        '{% lamp "blue" %}',
        '{% delta 1 good="left" %}',
        '{% progress 1 2 tone="pink" %}',
        '{% note "loud" %}x{% endnote %}',
        '{% avatar "Li" size="xxl" %}',
    ],
)
def test_an_unknown_word_is_refused_and_the_accepted_ones_named(source):
    with pytest.raises(ValueError, match=r"we have: |takes size"):
        rendered(source)


def test_a_field_ties_label_hint_and_error_to_its_control():
    form = Letter({"name": ""})

    assert str(form["name"].as_field_group()).split("\n") == [
        '<label class="fw-label" for="id_name">Name</label>',
        '<input type="text" name="name" class="form-control" required aria-invalid="true"'
        ' aria-describedby="id_name_helptext id_name_error" id="id_name">',
        '<div class="fw-hint" id="id_name_helptext">As in the roster</div>',
        f'<div class="fw-err" id="id_name_error">{drawn("alert-circle", "ic ic-s")}'
        "<span>This field is required.</span></div>",
    ]


def test_optional_fields_say_so_and_tick_boxes_need_not():
    form = Letter()

    assert 'Note <span class="opt">optional</span></label>' in form["note"].as_field_group()
    assert "optional" not in form["agreed"].as_field_group()


def test_the_summary_names_every_error_and_leads_to_its_field():
    form = Letter({"name": ""})
    form.add_error(None, "The roster is closed.")

    assert rendered("{% error_summary form %}", form=form).split("\n") == [
        '<div class="fw-errsum mb-3" role="alert" tabindex="-1" data-errsum>',
        "<h2>Fix 3 things, then try again</h2>",
        "<ul><li>The roster is closed.</li>"
        '<li><a href="#id_name">Name: This field is required.</a></li>'
        '<li><a href="#id_ways">Ways: This field is required.</a></li></ul>',
        "</div>",
    ]


def test_the_summary_of_a_sound_form_is_nothing():
    assert (
        rendered("{% error_summary form %}", form=Letter({"name": "Li", "ways": ["inbox"]})) == ""
    )


def test_the_pager_leads_to_the_pages_around():
    page = SimpleNamespace(
        has_other_pages=True, previous="?q=a&page=1", next="", total=15, first=11, last=15
    )

    html = rendered("{% pager page %}", page=page)

    assert 'rel="prev" href="?q=a&amp;page=1"' in html
    assert 'rel="next"' not in html
    assert "11–15 of 15" in html


def test_one_page_needs_no_pager():
    assert rendered("{% pager page %}", page=SimpleNamespace(has_other_pages=False)) == ""


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ 1284.5|number }}", "1,284.5"),
        ("{{ 0|number }}", "0"),
        ("{{ None|number }}", "—"),
        ("{{ 96.15|percent }}", "96.2%"),
        ("{{ None|percent }}", "—"),
        ("{{ None|moment }}", "—"),
        ("a{{ 'kg'|bracketed }}", "a (kg)"),
        ("a{{ ''|bracketed }}", "a"),
    ],
)
def test_figures_are_grouped_and_blank_is_not_zero(source, expected):
    assert rendered(source) == expected


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (10, "2 days 8 hours left"),
        (58, "8 hours left"),
        (66, "0 minutes left"),
        (67, "1 hour over"),
    ],
)
def test_time_left_is_told_in_its_two_largest_units(hour, expected):
    start = datetime(2026, 6, 10, tzinfo=UTC)
    due = datetime(2026, 6, 12, 18, tzinfo=UTC)

    with clock.at(datetime.fromtimestamp(start.timestamp() + hour * 3600, tz=UTC)):
        assert rendered("{{ due|time_left }}", due=due) == expected
