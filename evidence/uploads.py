"""Thousands of broken and hostile files are sent to a served site, as somebody signed in would.

Each is made from a good or nasty one by a few changes. Each must be answered: it can be looked at before it is taken,
or it is refused; and whatever is wrong with it is said with its place, or of the file as a whole, and with what to do.
No request may fail, no process end, nothing of it be stored half. The control opens the files in the process that works
off the queue and must leave some unanswered.
"""

from __future__ import annotations

import html
import re
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from evidence.cluster import Cluster
from evidence.mutations import mutated
from evidence.outcome import Outcome
from evidence.processes import environment, migrate, run
from evidence.seeds import nasty
from evidence.site import Answer, Browser, Site

WINDOW = 24
"""So many uploads wait for their answer at a time."""
AGAIN = 0.5
"""Seconds until one that waits is looked at again; meanwhile others are done too."""
LOOKED_THROUGH = 10
"""Of so many answered ones one is looked at on every page that it has."""
OF_GOOD = 2 / 3
"""The part of the changed files that were good ones: of those that were nasty most is refused at once."""
SMALL = 300_000
_STATE = re.compile(r"<dt>状态</dt><dd>([^,<]*)")
_PROBLEM = re.compile(r'<tr><td>(.*?)</td><td class="number">(.*?)</td>' + r"<td>(.*?)</td>" * 4 + "</tr>", re.S)
_REFUSAL = re.compile(r'role="alert">(.+?)</p><p>(.+?)</p>', re.S)


def trial(files: int = 10_000) -> Outcome:
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, Cluster() as cluster:
        home, seeds = Path(folder) / "home", Path(folder) / "seeds"
        env = environment(home, cluster.environment())
        migrate(env)
        session = run("evidence.clerk", "begin", str(seeds), env=env).strip()
        good = {file.name: file.read_bytes() for file in sorted(seeds.iterdir())}
        hostile = nasty(good)
        before = run("evidence.clerk", "look", env=env).split()[0]
        counts = _send(env, session, stream(good, hostile, files, 1), patience=300)
        content, halves = run("evidence.clerk", "look", env=env).split()
        counts |= {"stored halves": int(halves) + (content != before)}
        unguarded = {**env, "DJANGO_SETTINGS_MODULE": "evidence.unguarded"}
        control = _send(unguarded, session, stream(good, hostile, max(20, files // 100), 2), patience=10)
    lost = ("answers 5xx", "processes that died", "without an answer")
    passed = not any(counts[what] for what in (*lost, "stored halves")) and any(control[what] for what in lost)
    title = "Broken and hostile files over HTTP"
    return Outcome(title, counts, passed, control, time.monotonic() - begin)


def stream(
    good: Mapping[str, bytes], hostile: Mapping[str, bytes], files: int, seed: int
) -> Iterator[tuple[str, bytes]]:
    """Names and files: the corpus as it is, as far as there is room, then ever new changes of it."""
    random = Random(seed)
    corpus = sorted({**good, **hostile}.items(), key=lambda entry: (len(entry[1]) % 97, entry[0]))
    small = [entry for entry in hostile.items() if len(entry[1]) < SMALL]
    yield from corpus[: files // 2]
    for _ in range(files - len(corpus[: files // 2])):
        yield mutated(random, *random.choice(list(good.items()) if random.random() < OF_GOOD else small))


def _send(
    env: Mapping[str, str], session: str, files: Iterable[tuple[str, bytes]], *, patience: float
) -> dict[str, int | float | str]:
    with Site(env) as site:
        clerk = Clerk(Browser(site.port, session), patience)
        for name, data in files:
            clerk.send(name, data)
        clerk.wait(0)
    seen = clerk.seen
    return {
        "files": clerk.sent,
        "taken to be looked at": seen["taken"],
        "with problems at their places": seen["placed"],
        "refused as a whole": seen["refused"],
        "of these only as broken": seen["broken"],
        "answers 5xx": seen["5xx"],
        "processes that died": site.deaths,
        "without an answer": seen["none"],
        "most memory of a reader, MB": site.peak,
    }


@dataclass
class Clerk:
    """Sends files and looks at what is said of each."""

    browser: Browser
    patience: float
    sent: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    waiting: deque[tuple[str, float]] = field(default_factory=deque)

    def send(self, name: str, data: bytes) -> None:
        self.sent += 1
        self.wait(WINDOW)
        answer = self._asked(self.browser.post_file("/data/upload/", name, data))
        if answer.status == 302:
            self.waiting.append((answer.headers["Location"], time.monotonic()))
        elif answer.status == 422 and _REFUSAL.search(answer.body.decode()):
            self.seen["refused"] += 1
        else:
            self._nothing(name, answer)

    def wait(self, most: int) -> None:
        """Until no more than ``most`` wait for an answer."""
        while len(self.waiting) > most:
            path, since = self.waiting[0]
            answer = self._asked(self.browser.get(path))
            if "Refresh" not in answer.headers:
                self._read(path, answer)
            elif time.monotonic() - since < self.patience:
                time.sleep(AGAIN)
                continue
            else:
                self._nothing(path, answer)
            self.waiting.popleft()

    def _asked(self, answer: Answer) -> Answer:
        self.seen["5xx"] += answer.status >= 500
        return answer

    def _read(self, path: str, answer: Answer) -> None:
        kind = kind_of(html.unescape(answer.body.decode()))
        if kind == "none":
            self._nothing(path, answer)
            return
        self.seen[kind] += 1
        self.seen["broken"] += kind == "refused" and "或不是它的后缀所说的格式" in answer.body.decode()
        if self.seen.total() % LOOKED_THROUGH == 0:
            for page in ("problems/", "changes/", "annotated/"):
                self._asked(self.browser.get(path + page))

    def _nothing(self, what: str, answer: Answer) -> None:
        print(f"{what}: {answer.status}, and nothing said", file=sys.stderr)
        self.seen["none"] += 1


def kind_of(page: str) -> str:
    """What the page of an upload says of it: ``taken``, ``placed``, ``refused``, or ``none`` if it says too little."""
    state = _STATE.search(page)
    problems = _PROBLEM.findall(page)
    if state is None or 'class="notice error"' in page or not all(row[4] and row[5] for row in problems):
        return "none"
    if state[1] == "待确认":
        return ("placed" if problems else "taken") if all(row[0] for row in problems) else "none"
    return "refused" if state[1] == "读不了" and problems else "none"
