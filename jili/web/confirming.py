"""A page that asks why, and then has something done."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from jili.access.accounts import Refused
from jili.access.gate import Request
from jili.web.data_forms import WhyForm


def confirmed(
    request: Request, act: Callable[[str], None], *, title: str, do: str, says: str, back: str, done: str = ""
) -> HttpResponse:
    """``act`` is given the reason; what it refuses is said at the form. Then back, with what was done."""
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["why"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done or f"已{do}。")
            return redirect(back)
    return render(request, "form_page.html", {"form": form, "title": title, "do": do, "back": back, "says": says})
