"""Sending in a filled-in report workbook."""

from django import forms
from django.utils.translation import gettext_lazy as _

BOOK_BYTES = 10 * 1024 * 1024


class BookForm(forms.Form):
    """The workbook."""

    file = forms.FileField(
        label=_("Excel file"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=_(".xlsx, at most 10 MB"),
    )

    def clean_file(self) -> object:
        """A file of a size we read."""
        file = self.cleaned_data["file"]
        if file.size > BOOK_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB. Split it."))
        return file
