"""Whatever is put in place of a value of the back office is taken, or refused in plain words."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import check
from tests.rooms.scenario.back import BACK
from tests.rooms.scenario.test_bad_input import FORBIDDEN, JUNK

Write = Callable[..., Path]
PATHS = (
    "failures",
    "contracts",
    "contracts.std",
    "contracts.*.fee_per_year",
    "charged",
    "charged.parts_markup",
    "charged.quote",
    "appointments",
    "appointments.calendar",
    "commitments.onsite.penalty",
    "commitments.onsite.penalty.bands",
    "commitments.onsite.penalty.bands.0.below",
    "commitments.onsite.exit",
    "commitments.*.penalty.exclude",
    "commitments.fix.penalty.cap",
    "commitments.fix.target",
    "sites.*.contract",
    "sites.*.warranty_until",
    "sites.*.until",
    "parts.*.kind",
    "parts.*.repair",
    "parts.*.scrap",
    "parts.*.return_every",
    "parts.*.substitute",
    "workshop",
    "workshop.calendar",
    "planned",
    "planned.*.every",
    "planned.*.window",
    "planned.quarterly.teams",
    "planned.quarterly.products",
    "planned.quarterly.crew",
    "planned.*.work",
    "dispatch.end_of_shift",
    "teams.*.engineers",
    "horizon",
    "products",
)
CELLS = (
    "",
    "x",
    "-1",
    "0",
    "4h",
    "2025-01-03",
    "S1",
    "gas",
    "pump",
    "ticket",
    "order",
    "van:kunming-1",
    "central",
    "%",
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PATHS), junk=JUNK)
def test_junk_is_refused_in_plain_words(folder: Write, path: str, junk: str) -> None:
    for problem in check(folder(BACK), None, [f"{path}={junk}"])[2]:
        assert not any(word in str(problem) for word in FORBIDDEN), str(problem)
        assert "\n" not in str(problem) and problem.code == problem.code.upper()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.sampled_from(CELLS), min_size=9, max_size=9), min_size=1, max_size=4))
def test_junk_in_the_start_state_is_refused_cell_by_cell(folder: Write, rows: list[list[str]]) -> None:
    header = BACK["start.csv"].splitlines()[0]
    table = "\n".join([header, *(",".join(row) for row in rows)]) + "\n"
    for problem in check(folder(BACK, start=table))[2]:
        assert not any(word in str(problem) for word in FORBIDDEN), str(problem)
        if problem.file.endswith("start.csv"):
            assert problem.line is not None and 1 <= problem.line <= len(rows) + 1
            assert problem.column is not None and 1 <= problem.column <= 9
