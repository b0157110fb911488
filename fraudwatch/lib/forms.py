"""How every form of ours is drawn: label, hint, control, error, with the aria wiring."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """``{{ form }}`` and ``{{ field.as_field_group }}`` write our own markup.

    The classes of controls come from ``templates/django/forms/widgets``.
    """

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    formset_template_name = "components/formset.html"
