"""Rules as people read them aloud: the cases of a statement, the number of an article."""

from __future__ import annotations

from jili.engine.formula import Formula

_DIGITS = "零一二三四五六七八九"


def formula_in_words(formula: Formula, outer: bool = True) -> str:
    """A case as people say it."""
    match formula.kind:
        case "always":
            return "其余情形"
        case "holds":
            return formula.name
        case "no":
            return f"「{formula.name}」不成立"
        case "unknown":
            return f"「{formula.name}」不明"
    said = (",且" if formula.kind == "all" else ",或").join(formula_in_words(p, outer=False) for p in formula.parts)
    return said if outer or len(formula.parts) == 1 else f"({said})"


def chinese(number: int) -> str:
    """The number of an article, below a hundred: 六, 十, 十一, 二十三."""
    tens, ones = divmod(number, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")
