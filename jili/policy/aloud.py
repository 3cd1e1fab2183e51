"""Rules as people read them aloud: the cases of a statement, the number of an article."""

from __future__ import annotations

from jili.engine.formula import Formula


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
    """The number of an article: 六, 十二."""
    digits = "零一二三四五六七八九十"
    return digits[number] if number <= 10 else f"十{digits[number - 10]}"
