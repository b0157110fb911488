"""Parts of a page drawn once: each page has its own words in them, and nobody else's."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from fraudwatch.lib import drawn
from fraudwatch.lib.drawn import draw

BAR = "reports/_form_bar.html"


def plainly(same, own):
    return render_to_string(BAR, {**same, **own})


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("saved", ["", "09:14:20", "<b>&\"'"])
@pytest.mark.parametrize("again", [True, False])
def test_a_part_is_what_its_template_draws(language, saved, again):
    with translation.override(language):
        for url in ("/reports/1/edit/", "/reports/2/edit/?a=1&b=<"):
            own = {"saved": saved, "edit_url": url}
            assert draw(BAR, {"again": again}, own) == plainly({"again": again}, own)


def test_a_part_is_drawn_once_for_all_pages(monkeypatch):
    times = []
    monkeypatch.setattr(
        drawn, "render_to_string", lambda *told: times.append(told) or render_to_string(*told)
    )
    drawn.forget()

    for number in range(5):
        draw(BAR, {"again": True}, {"edit_url": f"/reports/{number}/edit/"})

    assert len(times) == 1
