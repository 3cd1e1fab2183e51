"""Fields that forms share."""

from __future__ import annotations

from django import forms


class DayInput(forms.DateInput):
    """A day to choose. Browsers take its value only as ISO writes it, whatever the language of the page."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
