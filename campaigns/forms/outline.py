"""Forms of the outline and of attachments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.edits import LONGEST_HEADING
from campaigns.enums import SectionKind
from campaigns.models import PlanAttachment
from fraudwatch.lib.uploads import ATTACHMENT_BYTES


class HeadingForm(forms.Form):
    """A section's heading and kind."""

    heading = forms.CharField(label=_("Heading"), max_length=LONGEST_HEADING)
    kind = forms.ChoiceField(
        label=_("Kind of section"), choices=SectionKind, required=False, initial=SectionKind.OTHER
    )

    def clean_kind(self) -> str:
        """Left out, it is any other section."""
        return self.cleaned_data["kind"] or SectionKind.OTHER.value


class AttachmentForm(forms.Form):
    """A numbered attachment; the file may come later."""

    number = forms.IntegerField(
        label=_("Number"),
        min_value=1,
        max_value=99,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Left blank, it gets the next number. The text cites it as 附件1."),
    )
    title = forms.CharField(label=_("Title"), max_length=120)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, Word, Excel or a picture, up to 10 MB. It can be added later."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, row: PlanAttachment | None = None, **kwargs: object) -> None:
        if row is not None:
            kwargs["initial"] = {
                name: getattr(row, name) for name in ("number", "title", "version")
            }
        super().__init__(*args, **kwargs)
        self.fields["number"].required = row is not None

    def clean_file(self) -> tuple[str, bytes] | None:
        """The file as name and content; one that is too large is not even read."""
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > ATTACHMENT_BYTES:
            raise forms.ValidationError(
                _("“%(name)s” is larger than %(size)d MB. Send it in parts or smaller."),
                params={"name": file.name, "size": ATTACHMENT_BYTES // 1_000_000},
            )
        return file.name, file.read()
