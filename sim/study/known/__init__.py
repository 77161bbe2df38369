"""Known cases: where a scenario and a plan are a textbook system, the closed form beside the simulated figure.

Nothing is claimed that is not exact: each recogniser holds its conditions against the files and gives nothing where one
does not hold, however near it comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.study.known.desks import of_desks
from sim.study.known.field import of_engineers
from sim.study.known.form import Known
from sim.study.known.stores import of_stores

if TYPE_CHECKING:
    from sim.study.result import Result

__all__ = ["Known", "known_forms"]


def known_forms(result: Result) -> tuple[Known, ...]:
    """Every figure of a result that a formula gives exactly."""
    return (*of_desks(result), *of_engineers(result), *of_stores(result))
