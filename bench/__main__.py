"""Measures jili and writes ``docs/reference/benchmarks.md``.

``python -m bench`` does all of it: half an hour on two cores with nothing else to do. ``--quick`` takes small cities
and few runs, to see that it works, and writes nothing but the screen.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from bench import report, whole
from bench.peers import measure as peers
from bench.process import WORK, Failed, say
from bench.sections import DOCUMENT

SIZES = {5_000: 7, 50_000: 7, 500_000: 5}
PEER_SIZES = {50_000: 7, 500_000: 5}
QUICK = {2_000: 3, 5_000: 3}
BYTES_A_CADRE = 4_000
"""Of disk, for the register of one cadre and what is decided about them, with room to spare."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="measure jili")
    parser.add_argument("--quick", action="store_true", help="small cities, few runs; nothing is written")
    parser.add_argument("--runs", type=int, metavar="N", help="as many runs of each, for a hasty look")
    parser.add_argument("--million", type=int, metavar="N", help="also one run at N million cadres")
    chosen = parser.parse_args()
    sizes, peer_sizes = (QUICK, QUICK) if chosen.quick else (SIZES, PEER_SIZES)
    if chosen.runs:
        sizes, peer_sizes = dict.fromkeys(sizes, chosen.runs), dict.fromkeys(peer_sizes, chosen.runs)
    busy = os.getloadavg()[0]
    try:
        peers.agree_on_hard_cases()
        wholes = [whole.measure(size, times) for size, times in sizes.items()]
        if chosen.million:
            wholes += filter(None, [_million(chosen.million * 1_000_000)])
        explained = [found for size, times in sizes.items() if (found := whole.explain(size, times))]
        jobs = {size: peers.measure(size, times) for size, times in peer_sizes.items()}
    except (Failed, peers.Disagreement) as problem:
        say(f"{type(problem).__name__}:\n{problem}")
        return 1
    text = report.document(wholes, explained, jobs, busy)
    print(text)
    if not chosen.quick:
        DOCUMENT.parent.mkdir(parents=True, exist_ok=True)
        DOCUMENT.write_text(text, "utf-8")
        say(f"written: {DOCUMENT.name}")
    return 0


def _million(cadres: int) -> whole.Whole | None:
    needed, free = cadres * BYTES_A_CADRE, shutil.disk_usage(WORK).free
    if free < needed:
        say(f"{cadres:,} cadres need about {needed / 1e9:.0f} GB of disk, {free / 1e9:.0f} GB are free: left out")
        return None
    return whole.measure_once(cadres)


if __name__ == "__main__":
    sys.exit(main())
