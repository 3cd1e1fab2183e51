"""How cells and pages look: fonts that every office has, thin lines, black on white."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from jili.exchange.layout import Kind

FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
LINES = {**FONT, "border": 1, "border_color": "#808080"}
HEADING = {**LINES, "font_name": "黑体", "align": "center", "text_wrap": True, "bg_color": "#E7E6E6"}
_DATE = 'yyyy"年"m"月"d"日"'
_KINDS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "name": {"align": "distributed", "indent": 1},
    "code": {"font_size": 8, "font_color": "#606060", "text_wrap": True},
    "outcome": {"align": "center", "text_wrap": True},
    "number": {"align": "center"},
    "share": {"align": "center", "num_format": "0.0%"},
    "date": {"align": "center", "num_format": _DATE},
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Format] = {}
        self.heading = self.make(HEADING)
        self.title = self.make(FONT, font_name="方正小标宋简体", font_size=20, align="center")
        self.subtitle = self.make(FONT, font_size=11, align="center", text_wrap=True)
        self.section = self.make(FONT, font_name="黑体", font_size=12)
        self.note = self.make(FONT, font_name="楷体", font_size=11, text_wrap=True)

    def make(self, *properties: dict[str, Any], **more: Any) -> Format:
        made = {name: value for some in properties for name, value in some.items()} | more
        return self._book.add_format(made)

    def cell(self, kind: Kind, *, guarded: bool = False, attention: bool = False) -> Format:
        """``guarded``: stays text even when someone edits the cell in Excel."""
        key = (kind, guarded, attention)
        if key not in self._made:
            more: dict[str, Any] = {"quote_prefix": True} if guarded else {}
            if attention:
                more |= {"bold": True, "font_color": "#9C0006"}
            self._made[key] = self.make(LINES, _KINDS[kind], **more)
        return self._made[key]


def ready_to_print(page: Worksheet, title: str) -> None:
    """A4 across, as wide as the page, a title above and page numbers below."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    page.center_horizontally()
    page.set_header(f'&C&"黑体"&16{title.replace("&", "&&")}', {"margin": 0.35})
    page.set_footer('&L&"宋体"&9供研究使用;结论由人作出&C&"宋体"&9第&P页 共&N页', {"margin": 0.3})
