"""Reading what the form sends."""

import uuid

from reports.forms.typed import Typed, read_submission_id, read_typed, read_version


def test_inputs_are_sorted_by_their_names():
    typed = read_typed(
        {
            "v.visits": "1,200",
            "v.awareness.n": "90",
            "v.awareness.d": "100",
            "t.work": "line\r\nline",
            "r.visits": "all at once",
            "csrfmiddlewaretoken": "x",
            "state": "approved",
        }
    )

    assert typed == Typed(
        values={"visits": "1,200", "awareness": {"n": "90", "d": "100"}},
        texts={"work": "line\nline"},
        reasons={"visits": "all at once"},
    )


def test_nothing_grows_without_bounds():
    typed = read_typed({"v.visits": "9" * 500, "t.work": "x" * 50_000, "r.visits": "y\x00" * 500})

    assert (
        len(typed.values["visits"]),
        len(typed.texts["work"]),
        len(typed.reasons["visits"]),
    ) == (
        60,
        20_000,
        200,
    )


def test_a_figure_and_a_rate_of_one_name_do_not_clash():
    assert read_typed({"v.a": "1", "v.a.n": "2", "v.a.x": "3", "v.": "4"}).values == {"a": "1"}


def test_a_broken_number_of_the_form_is_replaced_by_a_new_one():
    known = uuid.uuid4()

    assert read_submission_id({"submission_id": str(known)}) == known
    assert read_submission_id({"submission_id": "7"}) != read_submission_id({})


def test_a_version_is_a_number_or_none_at_all():
    given = ["4", 4, "", "x", "-3", "9" * 30, None]

    assert [read_version({"draft_version": one}) for one in given] == [4, 4, 0, 0, 0, 999999999, 0]
