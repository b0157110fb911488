"""Sealed texts, digests and masks."""

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudwatch.lib.fields import EncryptedTextField, PathField
from fraudwatch.lib.secrets import (
    SealBroken,
    mask_phone,
    seal,
    sealed_length,
    search_digest,
    unseal,
)

steady = settings(derandomize=True, deadline=None, max_examples=100)
PHONE = "13812342047"


@steady
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
def test_what_was_sealed_comes_back(text):
    sealed = seal(text)

    assert unseal(sealed) == text
    assert len(sealed) <= sealed_length(len(text))


def test_the_same_text_never_seals_the_same_way_twice():
    assert seal(PHONE) != seal(PHONE)
    assert PHONE not in seal(PHONE)


@pytest.mark.parametrize("broken", ["", PHONE, "s1.", "s1.AAAA", "s1.é", "s1." + "A" * 80])
def test_what_was_never_sealed_does_not_open(broken):
    with pytest.raises(SealBroken):
        unseal(broken)


@pytest.mark.parametrize("place", [3, 10, 30, -1])
def test_an_altered_text_does_not_open(place):
    sealed = list(seal(PHONE))
    sealed[place] = "A" if sealed[place] != "A" else "Q"

    with pytest.raises(SealBroken):
        unseal("".join(sealed))


def test_another_sites_key_opens_nothing(settings):
    sealed = seal(PHONE)
    settings.SECRET_KEY, settings.FIELD_KEY = "another site", "another key"

    with pytest.raises(SealBroken):
        unseal(sealed)


def test_a_replaced_key_still_opens_old_texts(settings):
    settings.FIELD_KEY = "the first key"
    sealed = seal(PHONE)
    settings.FIELD_KEY, settings.FIELD_KEY_FALLBACKS = "the second key", ["the first key"]

    assert unseal(sealed) == PHONE


def test_a_site_that_gets_its_own_field_key_later_still_reads_everything(settings):
    settings.FIELD_KEY = ""
    sealed = seal(PHONE)
    settings.FIELD_KEY = "set later"

    assert unseal(sealed) == PHONE


def test_equal_phones_have_equal_digests_however_they_are_typed(settings):
    settings.FIELD_KEY = "one"
    digest = search_digest(PHONE)

    assert digest == search_digest("138 1234-2047") == search_digest("１３８１２３４２０４７")
    assert digest != search_digest("13812342048")
    assert (len(digest), search_digest("")) == (64, "")
    settings.FIELD_KEY = "two"
    assert search_digest(PHONE) != digest


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812342047", "138****2047"),
        ("138 1234 2047", "138****2047"),
        ("0577-62345678", "0577******78"),
        ("6234567", "62***67"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_masked_phone_can_be_recognised_but_not_dialled(phone, masked):
    assert mask_phone(phone) == masked


class Held(models.Model):
    """A table for this test only."""

    phone = EncryptedTextField(max_length=20, blank=True)
    path = PathField()

    class Meta:
        app_label = "fraudwatch_tests"
        managed = False

    def __str__(self):
        return self.path


def test_a_field_seals_on_the_way_in_and_opens_on_the_way_out():
    field = Held._meta.get_field("phone")

    stored = field.get_prep_value(PHONE)

    assert stored.startswith("s1.")
    assert field.from_db_value(stored, None, None) == PHONE
    assert [field.get_prep_value(blank) for blank in ("", None)] == ["", None]
    assert [field.from_db_value(blank, None, None) for blank in ("", None)] == ["", None]


def test_a_sealed_field_counts_plain_characters():
    field = Held._meta.get_field("phone")

    assert field.clean("1" * 20, None) == "1" * 20
    with pytest.raises(ValidationError):
        field.clean("1" * 21, None)


def test_searching_a_sealed_field_is_an_error_not_an_empty_list():
    with pytest.raises(FieldError, match="digest"):
        Held.objects.filter(phone__contains="138")
    with pytest.raises(FieldError, match="digest"):
        Held.objects.filter(phone=PHONE)

    assert "phone" in str(Held.objects.filter(phone="").query)


def test_a_field_survives_migrations():
    name, path, args, kwargs = Held._meta.get_field("phone").deconstruct()

    assert (name, path.rpartition(".")[2], args, kwargs) == (
        "phone",
        "EncryptedTextField",
        [],
        {"max_length": 20, "blank": True},
    )
