"""Selects are drawn as Django's own template draws them, option by option."""

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

# What Django's template does with every option, in our words for an empty choice.
PLAIN = Template(
    '{% for group, choices, number in optgroups %}{% if group %}\n  <optgroup label="{{ group }}">'
    "{% endif %}{% for widget in choices %}\n  "
    "<option value=\"{{ widget.value|stringformat:'s' }}\""
    '{% include "django/forms/widgets/attrs.html" %}>'
    '{% if widget.label == "---------" %}Choose…{% else %}{{ widget.label }}{% endif %}</option>'
    "{% endfor %}{% if group %}\n  </optgroup>{% endif %}{% endfor %}"
)
DRAWN = Template("{% load controls %}{% options optgroups %}")
CHOICES = {
    "plain": [("", "---------"), ("a", "A"), (3, 4), (None, "none"), (True, "yes")],
    "grouped": [("", "---------"), ("Towns & more", [("t", "T"), ("u", "U")]), ("x", "X")],
    "hostile": [('"><script>', "<b>&</b>"), ("'", mark_safe("<i>x</i>")), ("<", "{{ x }}")],
    "lazy": [("out", gettext_lazy("Sign out")), ("n", 1234567), ("f", 1.5)],
}


class Marked(forms.Select):
    """Options with attributes of their own."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= {
            "data-kind": 'a"b',
            "disabled": value == "a",
            "class": "x",
            "hidden": True,
        }
        return option


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple, Marked])
@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_options_are_those_of_the_template(name, widget, language):
    made = widget(choices=CHOICES[name])
    with translation.override(language):
        context = Context(
            {"optgroups": made.get_context("f", ["a", "t"], {})["widget"]["optgroups"]}
        )
        plain = PLAIN.render(context)
        empty = translation.gettext("Choose…")

        assert DRAWN.render(context) == plain.replace("Choose…", empty)


def test_a_select_has_its_name_and_class():
    html = forms.Select(choices=[("a", "A")], attrs={"id": "x", "class": "wide"}).render("f", "a")

    assert " ".join(html.split()) == (
        '<select name="f" class="form-select wide" id="x">'
        ' <option value="a" selected>A</option> </select>'
    )
