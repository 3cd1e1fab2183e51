"""Forms of files in and out."""

from __future__ import annotations

from typing import Any

from django import forms

from jili.access.scope import Access
from jili.exchange.sheets.offered import sheets_for
from jili.web.fields import RecordChoice


class UploadForm(forms.Form):
    file = forms.FileField(label="文件", max_length=255)


class PasteForm(forms.Form):
    """A block copied from a spreadsheet, and the sheet that it is of. What stands in it is judged cell by cell."""

    table = forms.ChoiceField(label="哪张表")
    rows = forms.CharField(
        label="从 Excel 或 WPS 复制的内容(连同表头)",
        strip=False,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false", "wrap": "off", "class": "form-control"}),
    )

    def __init__(self, access: Access, data: Any = None, table: str = "") -> None:
        super().__init__(data, initial={"table": table})
        self.titles = {sheet.table: sheet.title for sheet in sheets_for(access)}
        self.fields["table"].choices = list(self.titles.items())  # type: ignore[attr-defined]
        self.fields["rows"].validators = []  # it would refuse the whole for a character without saying where

    def name(self) -> str:
        """How the block is called among the files that were sent in."""
        return f"{self.titles[self.cleaned_data['table']]}.tsv"


class WhyForm(forms.Form):
    why = forms.CharField(label="事由", max_length=500, widget=forms.Textarea({"rows": 2}))


class ConfirmForm(WhyForm):
    proposed = forms.BooleanField(
        label="由简历、考核结果拆出来的建议也一并导入", required=False, help_text="没有看过的建议请不要勾选"
    )


class ExportForm(forms.Form):
    tables = forms.MultipleChoiceField(label="各表", widget=forms.CheckboxSelectMultiple)
    why = forms.CharField(label="事由", max_length=500, widget=forms.Textarea({"rows": 2}))

    def __init__(self, access: Access, *given: Any) -> None:
        super().__init__(*given)
        tables = self.fields["tables"]
        assert isinstance(tables, forms.MultipleChoiceField)
        tables.choices = [(sheet.table, sheet.title) for sheet in sheets_for(access)]
        unit = RecordChoice(
            access, access.units().order_by("path"), label="单位", required=False,
            empty_label="管理范围内的全部", help_text="只导出这个单位和它下面的",
        )  # fmt: skip
        self.fields = {"tables": tables, "unit": unit, "why": self.fields["why"]}
