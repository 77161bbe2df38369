"""python -m tests.planted [NAME …]: plants known faults one by one and says which layer of tests catches each."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from tests.planted import FAULTS
from tests.planted.fault import Fault
from tests.planted.hunt import Catch, Hunt, hunt

NOTHING = "(nothing)"


def main() -> int:
    """0 if every fault was caught, and nothing was where nothing was planted."""
    asked = _asked()
    hunts = sorted(_hunts(asked.faults, asked.at_once), key=lambda one: asked.faults.index(one.fault))
    table = "\n".join(_table(hunts))
    if asked.out:
        Path(asked.out).write_text(table + "\n", "utf-8")
    survivors = [one.fault.name for one in hunts if bool(one.catches) is (one.fault.name == NOTHING)]
    print(table)
    print(f"{len(hunts) - len(survivors)} of {len(hunts)} as they should be", *survivors)
    return int(bool(survivors))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.planted", description=__doc__)
    names = [fault.name for fault in FAULTS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(names)}; all if none is given")
    parser.add_argument("--out", metavar="FILE", help="write the table there as well")
    parser.add_argument("--at-once", type=int, default=os.cpu_count(), metavar="N", help="how many at a time")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(names)
    if unknown:
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    asked.faults = [fault for fault in FAULTS if fault.name in asked.names] if asked.names else [_nothing(), *FAULTS]
    return asked


def _nothing() -> Fault:
    """Every layer that is to catch something must be green before."""
    layers = dict.fromkeys(layer for fault in FAULTS for layer in fault.layers)
    return Fault(NOTHING, "", "", "", "nothing is planted, and nothing fails", tuple(layers))


def _hunts(faults: Iterable[Fault], at_once: int) -> Iterable[Hunt]:
    pool = ThreadPoolExecutor(at_once)
    try:
        for ready in as_completed([pool.submit(hunt, fault, fault.name != NOTHING) for fault in faults]):
            one = ready.result()
            print(f"{one.fault.name}: {_said(one.catches)} ({one.seconds:.0f} s)", file=sys.stderr)
            yield one
    finally:
        pool.shutdown(cancel_futures=True)


def _table(hunts: Iterable[Hunt]) -> Iterable[str]:
    """In Markdown: what was planted, and the first test of each layer that failed."""
    yield "| Planted | What it stands for | Caught by | First test that fails | Auditor alone |"
    yield "|---|---|---|---|---|"
    for one in hunts:
        tests = [catch for catch in one.catches if catch.finder == "test"]
        audits = [catch for catch in one.catches if catch.finder == "auditor"]
        layers = ", ".join(dict.fromkeys(catch.layer for catch in one.catches)) or "nobody"
        first = f"`{_short(tests[0].test)}`" if tests else "-"
        yield f"| {one.fault.name} | {one.fault.stands_for} | {layers} | {first} | {'yes' if audits else '-'} |"


def _said(catches: Iterable[Catch]) -> str:
    return "; ".join(f"{one.finder} of {one.layer}: {_short(one.test)}" for one in catches) or "not caught"


def _short(test: str) -> str:
    """A test by its file and name."""
    return test.removeprefix("tests/").replace("|", "/")


if __name__ == "__main__":
    sys.exit(main())
