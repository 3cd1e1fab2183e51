"""Elements of one level (those of Person, or of one relative): texts by element, and how they are written.

Usual is: a new line and the file's indent before each element, its text without blanks around it, ``&``, ``<`` and
``>`` escaped, empty elements in the file's usual form. What is not usual is *odd*: element → what is different::

    before      blanks in front of it          lead, trail   blanks around its text (or all there is in it)
    attributes  of its tag                     form          of an empty one (EMPTY), or ``cdata``
    after       blanks before its end tag, where it holds elements
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jili.exchange.lrmx.person import Odd
from jili.exchange.lrmx.tree import Node

EMPTY = {"spaced": "<{0}{1} />", "short": "<{0}{1}/>", "pair": "<{0}{1}></{0}>", "broken": "<{0}{1}>{2}</{0}>"}
"""The forms of an empty element: name, attributes, a line end with indent."""
_LINE_END = re.compile(r"&#(?:13|xD|xd);\n|\r\n|\n|\r")
_CDATA = re.compile(r"<!\[CDATA\[(?:(?!\]\]>).)*\]\]>(?:<!\[CDATA\[(?:(?!\]\]>).)*\]\]>)*", re.S)


@dataclass(frozen=True)
class Layout:
    """How a file lays its elements out."""

    newline: str = "\n"
    text_newline: str = "\n"
    indent: str = "  "
    empty: str = "spaced"

    def gap(self, level: int) -> str:
        """What stands before an element at a level: 1 below Person, 2 a relative, 3 below it."""
        return self.newline + self.indent * level

    def lines(self, text: str, *, plain: bool = False) -> str:
        """A text with the file's line ends; ``plain``: where references to characters mean nothing."""
        end = "\n" if plain and self.text_newline.startswith("&") else self.text_newline
        return text.replace("\n", end)


@dataclass
class Block:
    """``order``: names, and ``?0`` for the first unknown piece, as in the file."""

    values: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    odd: Odd = field(default_factory=dict)
    nested: dict[str, Node] = field(default_factory=dict)
    """Elements that hold elements, for their own reader."""


def layout_of(root: Node) -> Layout:
    """The usual ways of a file."""
    first = _commonest(child.before for child in root.children if child.tag)
    match = re.fullmatch(r"(\r\n|\n|\r)([ \t]*)", first)
    newline, indent = (match[1], match[2]) if match else ("", "")
    ends = [end for leaf in _leaves(root) if leaf.text.strip() for end in sorted(set(_LINE_END.findall(leaf.inner)))]
    text_newline = _commonest(ends) or newline or "\n"
    if text_newline.startswith("&"):
        text_newline = "&#xD;\n"
    layout = Layout(newline, text_newline, indent)
    forms = (empty_form(leaf, layout, level) for leaf, level in _empty_leaves(root, 1))
    return Layout(newline, text_newline, indent, _commonest(forms) or "spaced")


def _commonest(values: Iterable[str]) -> str:
    return max(Counter(values).items(), key=lambda pair: pair[1], default=("", 0))[0]


def _leaves(node: Node) -> Iterable[Node]:
    for child in node.children:
        if child.children:
            yield from _leaves(child)
        elif child.tag:
            yield child


def _empty_leaves(node: Node, level: int) -> Iterable[tuple[Node, int]]:
    for child in node.children:
        if child.children:
            yield from _empty_leaves(child, level + 1)
        elif child.tag and not child.text.strip():
            yield child, level


def empty_form(node: Node, layout: Layout, level: int) -> str:
    """The form of an empty element; nothing for blanks of its own."""
    if node.closed:
        return "short" if node.closed == "/" else "spaced"
    return "pair" if not node.inner else "broken" if node.inner == layout.gap(level) else ""


def read_block(
    children: Iterable[Node], known: Sequence[str], layout: Layout, level: int, *, nested: str = ""
) -> Block:
    """The elements of a level. ``known`` ones are texts, but for ``nested``; a known one that comes twice, or holds
    elements where it should hold text, is unknown like any other."""
    block = Block()
    for child in children:
        name = child.tag
        odd = {"before": child.before} if child.before != layout.gap(level) else {}
        if name == nested and nested and name not in block.nested:
            block.nested[name] = child
        elif name in known and name not in block.values and not child.children and name != nested:
            block.values[name], own = read_leaf(child, layout, level)
            odd |= own
        else:
            name = f"?{len(block.unknown)}"
            block.unknown.append(child.raw)
        block.order.append(name)
        if odd:
            block.odd[name] = odd
    return block


def read_leaf(node: Node, layout: Layout, level: int) -> tuple[str, dict[str, str]]:
    """Its text without the blanks around it, and what is odd about it."""
    text = node.text.replace("\r\n", "\n").replace("\r", "\n")
    value = text.strip()
    odd = {"attributes": node.attributes} if node.attributes else {}
    if value:
        start = text.index(value)
        odd |= {"lead": text[:start]} if start else {}
        odd |= {"trail": text[start + len(value) :]} if start + len(value) < len(text) else {}
        odd |= {"form": "cdata"} if _CDATA.fullmatch(node.inner) else {}
    else:
        form = empty_form(node, layout, level)
        odd |= {"lead": text} if not form else {"form": form} if form != layout.empty else {}
    return value, odd


def write_block(
    values: Mapping[str, str],
    known: Sequence[str],
    layout: Layout,
    level: int,
    *,
    order: Sequence[str] = (),
    odd: Odd,
    pieces: Mapping[str, str],
) -> str:
    """The elements in their order. ``pieces``: what is written already (``?0``, or an element with elements), without
    the blanks before it. An element that ``order`` lacks is written where ``known`` has it, if it holds something."""
    written = []
    for name in _complete(list(order or known), values, known, pieces):
        own = odd.get(name, {})
        before = own.get("before", layout.gap(level))
        written.append(
            before + (pieces[name] if name in pieces else leaf(name, values.get(name, ""), layout, level, own))
        )
    return "".join(written)


def _complete(
    order: list[str], values: Mapping[str, str], known: Sequence[str], pieces: Mapping[str, str]
) -> list[str]:
    order = [name for name in order if name in pieces or name in known]
    for place, name in enumerate(known):
        if name not in order and (values.get(name) or name in pieces):
            before = [order.index(earlier) for earlier in known[:place] if earlier in order]
            order.insert(max(before, default=-1) + 1, name)
    return order + [name for name in pieces if name not in order]


def leaf(tag: str, value: str, layout: Layout, level: int, odd: Mapping[str, str]) -> str:
    """One element with its text."""
    attributes = odd.get("attributes", "")
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    if not value:
        if odd.get("lead") and not odd["lead"].strip():
            return f"<{tag}{attributes}>{layout.lines(odd['lead'])}</{tag}>"
        form = odd.get("form", layout.empty)
        return EMPTY.get(form, EMPTY[layout.empty]).format(tag, attributes, layout.gap(level))
    text = odd.get("lead", "") + value + odd.get("trail", "")
    if odd.get("form") == "cdata":
        inside = "<![CDATA[" + layout.lines(text, plain=True).replace("]]>", "]]]]><![CDATA[>") + "]]>"
    else:
        inside = layout.lines(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    return f"<{tag}{attributes}>{inside}</{tag}>"
