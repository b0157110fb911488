"""How many units a screen names: pages of tiles; of thousands only those not green."""

from types import SimpleNamespace

import pytest

from campaigns.lamps import Lamp
from reports.queries.screens import MOST_VIEWS, TILES, Screen


def screen(*lamps):
    """A screen over units with these lamps."""
    rows = [SimpleNamespace(lamp=lamp) for lamp in lamps]
    return Screen(None, None, [], [], board=SimpleNamespace(page=SimpleNamespace(children=rows)))


@pytest.mark.parametrize(
    ("count", "views"), [(0, []), (1, [1]), (TILES, [TILES]), (TILES + 1, [TILES, 1])]
)
def test_units_stand_on_as_many_views_as_they_need(count, views):
    shown = screen(*[Lamp.GREEN] * count)

    assert ([len(view.rows) for view in shown.lamp_views], shown.left_out) == (views, 0)


def test_of_thousands_those_without_a_green_lamp_are_named():
    shown = screen(*[Lamp.GREEN] * 4_900, *[Lamp.RED] * 60, *[Lamp.YELLOW] * 40)

    assert [len(view.rows) for view in shown.lamp_views] == [40, 40, 20]
    assert {row.lamp for view in shown.lamp_views for row in view.rows} == {Lamp.RED, Lamp.YELLOW}
    assert shown.left_out == 4_900


def test_where_even_those_are_too_many_the_rest_is_counted():
    shown = screen(*[Lamp.RED] * 5_000)

    assert len(shown.lamp_views) == MOST_VIEWS
    assert shown.left_out == 5_000 - TILES * MOST_VIEWS
