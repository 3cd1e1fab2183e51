"""Files that people send in, read in a process of their own.

The service never opens a file that somebody sent. A child process (``child``) with limits on memory, time and size
opens it, and writes what it found as lines of JSON; the service (``apart``) starts the child and reads these lines.

**To take a further kind of file**, add its suffix to ``PARSERS``. A parser is a function
``parse(file: Path, name: str, sheets: Sequence[Sheet], out: Out) -> None`` that runs in the child:

- ``file`` is where the file lies, ``name`` what the sender called it (for messages only), ``sheets`` what the sender
  may fill in (``jili.exchange.sheets.sheet``; a parser with a form of its own need not look at them).
- It says what it found through ``out`` (``jili.exchange.parsing.out.Out``): ``out.sheet(name, table, slots)`` begins
  the rows of a table; ``out.row(number, values, beside="")`` gives one, values in the order of the slots;
  ``out.problem(...)`` and ``out.notice(...)`` speak of a sheet, row and column. A file that cannot be read at all:
  ``raise Unreadable(message, remedy)``. Any other exception, a crash or a limit is answered to the sender as a file
  that could not be read.
- ``beside`` is the text that a row was made from. Such a row is only *proposed*: the preview shows it next to that
  text, and it is taken only if the person who confirms says so.
- A parser may write rows of several tables, and only some slots of a table: of a record that exists, columns without a
  slot stay as they are; a new record without a required column is a problem with its position.

A *slot* is a column of a table (``grade``, ``start_on``), or a part of a reference, which names a record as people do:
``cadre_id.name``, ``cadre_id.unit``, ``cadre_id.id_number``, ``cadre_id.birth`` (``1978-03`` or a day) name a person;
``unit_id.name``, ``team_id.name`` … any other record. A plain ``cadre_id`` is an id. Values are JSON: text, whole
numbers, true/false, dates as ``2024-03-05``, decimals as text, None for an empty cell; texts are as they are to be
kept (trimmed, without control characters: ``jili.exchange.parsing.text``). A cell that was a problem is
``{"bad": "what stood there"}``. Tables are those of ``jili.policy.facts`` and those that ``jili.exchange.targets`` adds
(``dossiers``).

A zip is unpacked within limits into a folder of its own, names without their folders; every member whose suffix has a
parser is then read by it in turn (so a ``.lrm`` finds its ``.pic`` beside it), with its name as ``name``.
"""

from __future__ import annotations

PARSERS: dict[str, str] = {
    ".xlsx": "jili.exchange.parsing.workbook:parse",
    ".csv": "jili.exchange.parsing.delimited:parse",
    ".tsv": "jili.exchange.parsing.pasted:parse",
    ".parquet": "jili.exchange.parsing.columnar:parse",
    ".lrmx": "jili.exchange.lrmx.parser:parse",
    ".lrm": "jili.exchange.lrmx.parser:parse",
    ".zip": "jili.exchange.parsing.archive:parse",
}
"""Suffix → module and function."""

COMPANIONS: frozenset[str] = frozenset((".pic", ".jpg", ".jpeg"))
"""Suffixes of files that belong to another in the same zip and are not read by themselves."""


class Unreadable(Exception):
    """A file that cannot be read: what is wrong with it, and what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
