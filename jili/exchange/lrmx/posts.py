"""简历 against the posts that are registered: what it adds, as far as that can be said without guessing.

A line of a 简历 names unit and post in one breath, and no rank. The unit is the longest registered name with which the
line begins; rank, team and whether it is the chief's post are those of the same post in the same unit, whoever held it.
What is registered already, otherwise, or cannot be made whole is said, not proposed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from typing import Any

from jili.access.scope import Access
from jili.exchange.matching.incoming import Incoming, Remarks
from jili.exchange.naming import key
from jili.exchange.targets import Found, target
from jili.records.models import Appointment

ALIKE = ("rank", "team_id", "chief")
"""What a post takes from the same post registered for another."""
USUAL = {"exceptional": False, "harsh": None, "harsh_listed": False}


_TITLES = re.compile("[、,，兼]")


class Posts:
    def __init__(self, access: Access, remarks: Remarks) -> None:
        self._access, self._remarks = access, remarks
        self._held: dict[str, list[Found]] = {}

    def complete(self, row: Incoming) -> None:
        """Make a proposed row of appointments whole, or set it aside with the reason."""
        if row.table != "appointments" or not row.beside or row.bad or "unit_id" in row.values:
            return
        text, cadre = row.values.get("title") or "", row.values.get("cadre_id")
        unit = self._unit(text)
        if cadre is None:
            row.bad = True
        elif unit is None:
            self._aside(row, "不以您范围内的单位名称开头")
        else:
            row.values |= {"unit_id": unit[0], "title": text[unit[1] :].strip(" ,，、的")}
            self._compare(row, self._of(cadre))

    def _aside(self, row: Incoming, why: str) -> None:
        self._remarks.problem(row, "title", why, "需要时请在“任职”表登记")

    @cached_property
    def _units(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for pk, name in self._access.units().values_list("pk", "name"):
            found[name].append(pk)
        return found

    def _unit(self, text: str) -> tuple[str, int] | None:
        """The unit with whose name the text begins, and the length of the name; None if there is none, or several."""
        for end in range(len(text), 1, -1):
            if found := self._units.get(text[:end]):
                return (found[0], end) if len(found) == 1 else None
        return None

    def _of(self, cadre: str) -> list[Found]:
        """The posts that somebody is registered with."""
        if cadre not in self._held:
            rows = self._access.of("appointments").filter(cadre_id=cadre)
            self._held[cadre] = list(target("appointments").read(rows))
        return self._held[cadre]

    def _compare(self, row: Incoming, held: list[Found]) -> None:
        same = [post for post in held if _same_post(post.values, row.values) and post.values["kind"] == "regular"]
        exactly = [post for post in same if post.values["start_on"][:7] == row.values["start_on"][:7]]
        if exactly:
            self._ended(row, exactly[0])
        elif any(_overlap(post.values, row.values) for post in same):
            self._aside(row, "登记的同一任职,起止与简历不同")
        else:
            self._fill(row)

    def _ended(self, row: Incoming, post: Found) -> None:
        """The post is registered; the 简历 may know its end."""
        end = row.values["end_on"]
        row.record, row.pk = post, post.pk
        row.values = {"end_on": end} if end and not post.values["end_on"] else {}
        if post.values["end_on"] and (end or "")[:7] != post.values["end_on"][:7]:
            self._remarks.notice(row, "end_on", "登记的任职止与简历不同,仍以登记的为准")

    def _fill(self, row: Incoming) -> None:
        others = Appointment.objects.filter(unit_id=row.values["unit_id"], title=row.values["title"])
        like = others.order_by("-start_on", "pk").values(*ALIKE).first()
        if not row.values["title"] or like is None:
            self._aside(row, "该单位没有登记过这个职务,层次不明")
        else:
            row.values |= {**like, **USUAL}


def _same_post(registered: dict[str, Any], said: dict[str, Any]) -> bool:
    """A line may name several posts at once."""
    titles = {key(part) for part in (said["title"], *_TITLES.split(said["title"]))}
    return bool(registered["unit_id"] == said["unit_id"] and key(registered["title"]) in titles)


def _overlap(registered: dict[str, Any], said: dict[str, Any]) -> bool:
    ends = [each["end_on"] or "9999" for each in (registered, said)]
    return bool(ends[0] > said["start_on"] and ends[1] > registered["start_on"])
