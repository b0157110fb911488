"""The search for lost objects rests during a large piece of work, and only then."""

import gc

import pytest

from fraudwatch.lib.collecting import collecting_later


def test_the_search_rests_inside_the_block_and_goes_on_after_it():
    with collecting_later():
        inside = gc.isenabled()

    assert (inside, gc.isenabled()) == (False, True)


def test_of_overlapping_blocks_the_last_to_end_lets_it_go_on():
    first, second = collecting_later(), collecting_later()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    between = gc.isenabled()
    second.__exit__(None, None, None)

    assert (between, gc.isenabled()) == (False, True)


def test_it_goes_on_after_a_failure():
    with pytest.raises(ValueError, match="broken"), collecting_later():
        raise ValueError("broken")

    assert gc.isenabled()


def test_a_search_that_was_switched_off_before_stays_off():
    gc.disable()
    try:
        with collecting_later():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
