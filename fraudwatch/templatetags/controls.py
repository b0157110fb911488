"""Parts of form controls that a page prints by the hundred: plain strings, no template each."""

from collections.abc import Iterable

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()
NO_CHOICE = "---------"  # Django's own word for it


@register.simple_tag
def options(optgroups: Iterable[tuple]) -> SafeString:
    """The ``<option>`` of a ``<select>``, as widgets give them: (group, options, number)."""
    drawn: list[str] = []
    for group, choices, _number in optgroups:
        if group:
            drawn.append(format_html('\n  <optgroup label="{}">', group))
        drawn += [_option(choice) for choice in choices]
        if group:
            drawn.append("\n  </optgroup>")
    return mark_safe("".join(drawn))  # noqa: S308 each part is escaped


def _option(choice: dict) -> str:
    label = choice["label"]
    if label == NO_CHOICE:
        label = _("Choose…")
    return (
        f'\n  <option value="{conditional_escape(str(choice["value"]))}"'
        f"{_attributes(choice['attrs'])}>{conditional_escape(localize(label))}</option>"
    )


def _attributes(attrs: dict) -> str:
    """`` selected data-kind="town"``; a class is the control's, not the option's."""
    return "".join(
        f" {conditional_escape(name)}"
        + ("" if value is True else f'="{conditional_escape(str(value))}"')
        for name, value in attrs.items()
        if value is not False and name != "class"
    )
