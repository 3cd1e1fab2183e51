"""An XML document as a tree that still knows how it was written.

Expat reads and judges; this keeps, beside each element, the very text that it was read from. Document types are refused
outright, so there are no entities to expand and nothing outside the file is ever looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from jili.exchange.lrmx.decoding import position
from jili.exchange.lrmx.person import Unreadable, unreadable

DEEPEST, MOST_NODES = 16, 5_000
_START = re.compile(rb"""<[^\s/>]+((?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*)(\s*)(/?)>""")
_SAVE_AGAIN = "请用任免表编辑器重新导出此人"


@dataclass
class Node:
    """An element, or (``tag`` empty) a comment, instruction or stray text between elements."""

    tag: str
    start: int
    attributes: str = ""
    raw: str = ""
    before: str = ""
    """Blanks in front of it."""
    inner: str = ""
    """What stands between its tags, as written."""
    text: str = ""
    """Its character data, line ends as ``\\n``."""
    after: str = ""
    """Blanks in front of its end tag, where it has children."""
    closed: str = ""
    """``/`` or `` /`` where it is one empty tag."""
    body: int = 0
    """Where its start tag ends, in bytes."""
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    head: str
    root: Node
    tail: str


def parse(text: str) -> Document:
    """The document in a text whose characters XML allows. Raises Unreadable."""
    data = text.encode()
    builder = _Builder(data, text)
    try:
        builder.parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise _not_xml(text, problem) from None
    return Document(data[: builder.root.start].decode(), builder.root, data[builder.end :].decode())


def _not_xml(text: str, problem: expat.ExpatError) -> Unreadable:
    line = (text.split("\n")[problem.lineno - 1 : problem.lineno] or [""])[0]
    column = len(line.encode()[: problem.offset].decode(errors="ignore")) + 1
    reason = _REASONS.get(problem.code, "不合 XML 的写法")
    return unreadable(f"第 {problem.lineno} 行第 {column} 列", "", f"{reason},文件可能不完整或被改坏", _SAVE_AGAIN)


_REASONS = {
    code: reason
    for names, reason in {
        ("XML_ERROR_NO_ELEMENTS",): "文件里没有任免审批表",
        ("XML_ERROR_TAG_MISMATCH",): "开始和结束的标记对不上",
        ("XML_ERROR_UNCLOSED_TOKEN", "XML_ERROR_UNCLOSED_CDATA_SECTION"): "标记没有写完",
        ("XML_ERROR_UNDEFINED_ENTITY",): "“&”后面的符号不认识",
        ("XML_ERROR_BAD_CHAR_REF",): "用编码写了不允许的字符",
        ("XML_ERROR_JUNK_AFTER_DOC_ELEMENT",): "任免审批表之后还有多余内容",
        ("XML_ERROR_DUPLICATE_ATTRIBUTE",): "同一属性写了两次",
    }.items()
    for code in (expat.errors.codes[getattr(expat.errors, name)] for name in names)
}


class _Builder:
    def __init__(self, data: bytes, text: str) -> None:
        self.data, self.text = data, text
        self.open: list[Node] = []
        self.count = 0
        self.end = 0
        self.root: Node
        self.parser: Any = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.CommentHandler = lambda _: self._other(b"-->")
        self.parser.ProcessingInstructionHandler = lambda *_: self._other(b"?>")

    def _place(self) -> str:
        return position(self.text, len(self.data[: self.parser.CurrentByteIndex].decode()))

    def _doctype(self, *_: Any) -> None:
        message = "文件里有文档类型声明(DOCTYPE),任免审批表不用它,可能藏有攻击"
        raise unreadable(self._place(), "", message, f"没有读取;{_SAVE_AGAIN}")

    def _begin(self, tag: str) -> Node:
        node = Node(tag, self.parser.CurrentByteIndex)
        self.count += 1
        if self.count > MOST_NODES or len(self.open) >= DEEPEST:
            message = f"标记超过 {MOST_NODES} 个或套了 {DEEPEST} 层以上,不像任免审批表"
            raise unreadable(self._place(), "", message, "请核对文件")
        if self.open:
            self.open[-1].children.append(node)
        return node

    def _start(self, tag: str, _: Any) -> None:
        node = self._begin(tag)
        match = _START.match(self.data, node.start)
        assert match, "expat has read this tag"
        node.attributes = match[1].decode()
        node.closed = (match[2] + match[3]).decode() if match[3] else ""
        node.body = match.end()
        if not self.open:
            self.root = node
        self.open.append(node)

    def _characters(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text

    def _other(self, ends: bytes) -> None:
        if self.open:
            node = self._begin("")
            node.raw = self.data[node.start : self.data.index(ends, node.start) + len(ends)].decode()

    def _end(self, _: str) -> None:
        node = self.open.pop()
        at = self.parser.CurrentByteIndex
        self.end = node.body if node.closed else self.data.index(b">", at) + 1
        node.raw = self.data[node.start : self.end].decode()
        if not node.closed:
            node.inner = self.data[node.body : at].decode()
            self._between(node, at)

    def _between(self, node: Node, end: int) -> None:
        """Give each child the blanks in front of it; text that is none becomes a child itself."""
        if not node.children:
            return
        found: list[Node] = []
        begin = node.body
        for child in [*node.children, None]:
            gap = self.data[begin : child.start if child else end].decode()
            stray = gap.strip()
            if stray:
                found.append(Node("", begin, raw=stray, before=gap[: gap.index(stray)]))
                gap = gap[gap.index(stray) + len(stray) :]
            if child is None:
                node.after = gap
            else:
                child.before = gap
                found.append(child)
                begin = child.start + len(child.raw.encode())
        node.children = found
