"""Reads scenario folders with the memory of a small machine; says of each what came of it, one JSON object a line."""

import json
import resource
import sys
from pathlib import Path

from sim.scenario import check

GIGABYTE = 1_000_000_000


def outcome(folder: Path) -> dict[str, object]:
    """The codes of the first errors; anything that is raised is named."""
    try:
        _scenario, _plans, problems = check(folder)
        text = "\n".join(map(str, problems))
    except Exception as error:
        return {"folder": folder.name, "raised": repr(error)[:200]}
    codes = sorted({problem.code for problem in problems if problem.is_error})
    return {"folder": folder.name, "codes": codes, "count": len(problems), "text": text[:2000]}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (3 * GIGABYTE // 2,) * 2)  # the libraries reserve half a gigabyte
    for name in sys.argv[1:]:
        print(json.dumps(outcome(Path(name))), flush=True)
