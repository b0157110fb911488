"""A function with room does what it did, and its deep calls fetch no memory again and again."""

import resource

import pytest

from fraudwatch.lib.room import with_room

EDGES = 400  # calls from every depth: some depth lies on an edge between two pieces


def at_depth(depth, done):
    """Call ``done`` many times at each depth on the way down."""
    for _time in range(EDGES):
        done()
    return at_depth(depth - 1, done) if depth else "down"


def faults(call):
    """How many pages of memory the system had to give."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    call()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_it_takes_and_gives_what_it_did():
    def told(one, *, two):
        return one, two

    assert with_room(told)(1, two=2) == (1, 2)
    assert with_room(told).__name__ == "told"
    with pytest.raises(ZeroDivisionError):
        with_room(lambda: 1 // 0)()


def test_deep_calls_keep_their_memory():
    def deep():
        return at_depth(600, lambda: None)

    assert with_room(deep)() == "down"
    with_room(deep)()

    assert faults(with_room(deep)) < EDGES
