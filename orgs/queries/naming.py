"""Finding people and units by what is typed: part of a name, a code, letters of the pinyin."""

from django.db.models import Q

from orgs.spelling import typed_letters


def named_people(words: str, *, prefix: str = "") -> Q:
    """People whose name holds ``words`` or is spelt like the letters typed."""
    letters = typed_letters(words)
    found = Q(**{f"{prefix}name__icontains": words})
    if letters:
        found |= Q(**{f"{prefix}spelling__contains": f" {letters}"})
    return found


def named_units(words: str, *, prefix: str = "") -> Q:
    """Units whose name, short name, code or pinyin answers ``words``."""
    letters = typed_letters(words)
    found = (
        Q(**{f"{prefix}name__icontains": words})
        | Q(**{f"{prefix}short_name__icontains": words})
        | Q(**{f"{prefix}code__istartswith": words})
    )
    if letters:
        found |= Q(**{f"{prefix}spelling__contains": f" {letters}"})
    return found
