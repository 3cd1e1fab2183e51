"""``python -m evidence [--small] [TRIAL…]``"""

from __future__ import annotations

import argparse
import sys

from evidence import report
from evidence.trials import TRIALS


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m evidence")
    parser.add_argument("--small", action="store_true", help="a small size of each; nothing is written")
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=f"of {', '.join(TRIALS)}; default: all")
    chosen = parser.parse_args()
    if unknown := [name for name in chosen.trials if name not in TRIALS]:
        parser.error(f"no such trial: {', '.join(unknown)}")
    passed = True
    for name in chosen.trials or TRIALS:
        outcome = TRIALS[name].run(small=chosen.small)
        passed = passed and outcome.passed
        print(f"{name}: {'held' if outcome.passed else 'DID NOT HOLD'}, {outcome.seconds:.0f} s", flush=True)
        print(f"  counted {dict(outcome.counts)}\n  control {dict(outcome.control)}", flush=True)
        if not chosen.small:
            report.record(name, outcome)
            report.PAGE.write_text(report.document(), "utf-8")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
