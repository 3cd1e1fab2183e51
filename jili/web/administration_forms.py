"""The forms of the three administrators' pages."""

from __future__ import annotations

from typing import Any

from django import forms

from jili.access.accounts import cadre_named, unit_of_grant, units_by_name
from jili.access.models import Account
from jili.access.roles import LABELS, Role
from jili.access.waiting import STATES
from jili.policy.facts import RANKS
from jili.records.models import Cadre, Unit
from jili.web.fields import Choices, DayInput


class WhyForm(forms.Form):
    why = forms.CharField(label="原因", max_length=500, widget=forms.Textarea({"rows": 3}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AccountForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=100)
    username = forms.CharField(label="账号", max_length=64, help_text="2 至 64 位小写字母、数字、点、横线或下划线")
    unit = forms.CharField(
        label="干部所在单位", max_length=200, required=False,
        help_text="只在为干部本人开户时填写单位全称:系统按姓名和单位对应到登记册中的干部",
    )  # fmt: skip

    service = forms.BooleanField(label="服务账户:供别的系统用令牌调接口,不能登录", required=False)

    def kind(self) -> str:
        return Account.Kind.SERVICE if self.cleaned_data["service"] else Account.Kind.PERSON

    def cadre(self) -> Cadre | None:
        """Whose own account it is to be, if a unit is given."""
        given = self.cleaned_data
        return cadre_named(given["name"], given["unit"]) if given["unit"] else None


class TokenForm(forms.Form):
    name = forms.CharField(label="给哪个系统、做什么用", max_length=100)
    expires_on = forms.DateField(label="到期日", widget=DayInput(), help_text="当天起不再有效;至多一年")


class GrantForm(forms.Form):
    role = forms.ChoiceField(label="角色", choices=[(role.value, LABELS[role]) for role in Role])
    unit = forms.ChoiceField(
        label="单位(及其下属)", required=False, widget=Choices, help_text="县委组织部、单位人事科、单位主要领导必须指明"
    )
    from_on = forms.DateField(label="起", widget=DayInput())
    to_on = forms.DateField(
        label="止", required=False, widget=DayInput(),
        help_text="当天起不再有效;空着表示直到收回",
    )  # fmt: skip
    up_to_rank = forms.TypedChoiceField(
        label="管到的职务层次", coerce=int, empty_value=None, required=False,
        choices=[("", "(不限)"), *RANKS.items()],
        help_text="县委组织部一般管到乡科级正职:更高层次的是市管干部",
    )  # fmt: skip
    keeps_holds = forms.BooleanField(label="掌握暂缓谈话(只限单位主要领导)", required=False)
    why = forms.CharField(label="依据", max_length=500, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = [("", "(全市,或干部本人)"), *units_by_name()]

    def clean_unit(self) -> Unit | None:
        return unit_of_grant(self.cleaned_data["unit"])

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class AccountsForm(forms.Form):
    """Which accounts to look at."""

    q = forms.CharField(label="账号或姓名", max_length=100, required=False, widget=forms.TextInput({"type": "search"}))
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *STATES.items()])
    role = forms.ChoiceField(
        label="角色", required=False, choices=[("", "全部"), *((role.value, LABELS[role]) for role in Role)]
    )


class EventsForm(forms.Form):
    """What to look for in the log."""

    kind = forms.CharField(label="种类", max_length=64, required=False, widget=forms.TextInput({"type": "search"}))
    actor = forms.CharField(label="账号", max_length=64, required=False, widget=forms.TextInput({"type": "search"}))
    subject = forms.CharField(label="对象", max_length=250, required=False, widget=forms.TextInput({"type": "search"}))
    from_on = forms.DateField(label="自", required=False, widget=DayInput())
    to_on = forms.DateField(label="至", required=False, widget=DayInput())
