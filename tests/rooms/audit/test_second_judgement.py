"""The second judgement of logs told by hand: who is a case, and of what."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event, Purpose
from tests.rooms.audit.told import Row, answers, at, call, outcome, told

E, P = Event, Purpose
ONE = [("05 09:00", "near", "a")]
ARRIVED = {"measure": {"from": "reported", "to": "arrived"}, "target": "90%"}
RESTORED = {"measure": {"from": "reported", "to": "restored"}, "target": "90%"}


def visit(ticket: int, arrived: str, restored: str, n: int = 1) -> list[Row]:
    """One engineer, there and done."""
    ready = [(arrived, ticket, kind, n) for kind in (E.READY, E.DISPATCHED, E.DEPARTED, E.ARRIVED, E.DIAGNOSED)]
    return [*ready, (restored, ticket, E.RESTORED, n), (restored, ticket, E.LEFT, n, 1), (restored, ticket, E.CLOSED)]


def advice(ticket: int, when: str) -> list[Row]:
    """Fixed by phone."""
    return [(when, ticket, kind) for kind in (E.REMOTE_FIXED, E.REPLIED, E.RESTORED, E.CLOSED)]


@pytest.mark.parametrize(
    ("within", "answer"), [("4h", "kept"), ("3h", "missed"), ("3h..5h", "kept"), ("5h..6h", "missed")]
)
def test_a_visit_in_time_or_not(tmp_path: Path, within: str, answer: str) -> None:
    judge = told(tmp_path, ONE, [*call(0, "05 09:00", "05 09:05"), *visit(0, "05 13:00", "05 15:00")])
    assert answers(judge, **ARRIVED, within=within) == [answer]


@pytest.mark.parametrize(
    ("fixed", "counts", "answer"),
    [("05 10:00", "needed", "no case"), ("05 10:00", "all", "kept"), ("05 14:00", "all", "missed")],
)
def test_advice_spares_the_visit_if_it_comes_by_the_deadline(
    tmp_path: Path, fixed: str, counts: str, answer: str
) -> None:
    judge = told(tmp_path, ONE, [*call(0, "05 09:00", fixed), *advice(0, fixed)])
    assert answers(judge, **ARRIVED, within="4h", counts=counts) == [answer]
    assert answers(judge, **RESTORED, within="1d") == ["kept"]


def test_who_gave_up_for_good_has_missed_what_callers_are_owed_and_nothing_later(tmp_path: Path) -> None:
    rows = [("05 09:00", 0, E.QUEUED, 1), ("05 09:02", 0, E.GAVE_UP, 1), ("05 09:02", 0, E.ABANDONED, 1)]
    judge = told(tmp_path, ONE, rows)
    assert answers(judge, measure={"from": "reported", "to": "answered"}, within="2d") == ["missed"]
    assert answers(judge, **ARRIVED, within="1h") == ["no case"]
    assert answers(judge, measure={"share_of": "answered"}) == ["missed"]


@pytest.mark.parametrize(("within", "answer"), [("1w", "missed"), ("2w", "undecided"), ("1wd", "missed")])
def test_an_open_ticket_is_missed_once_its_limit_is_over(tmp_path: Path, within: str, answer: str) -> None:
    judge = told(tmp_path, [("18 09:00", "near", "a")], call(0, "18 09:00", "18 09:05"))
    assert answers(judge, **ARRIVED, within=within) == [answer]


def test_a_limit_exactly_at_the_end_of_all_is_undecided(tmp_path: Path) -> None:
    judge = told(tmp_path, [("18 00:00", "near", "a")], [])  # the run-out ends a week later
    assert answers(judge, **ARRIVED, within="8d") == ["undecided"]
    assert answers(judge, **ARRIVED, within="11519min") == ["missed"]


def test_declined_leaves_what_was_not_due_uncovered(tmp_path: Path) -> None:
    rows = [
        *call(0, "05 09:00", "05 09:05"),
        ("05 10:00", 0, E.QUOTED),
        *(("05 15:00", 0, kind) for kind in (E.DECLINED, E.REPLIED, E.CLOSED)),
    ]
    judge = told(tmp_path, ONE, rows)
    assert answers(judge, **RESTORED, within="4h") == ["no case"]  # five of the six hours were his to think
    assert answers(judge, **RESTORED, within="4h", pause=[]) == ["missed"]
    assert answers(judge, measure={"from": "reported", "to": "replied"}, within="8h") == ["kept"]


def test_the_supplier_who_visits_takes_over(tmp_path: Path) -> None:
    rows = [
        *call(0, "05 09:00", "05 09:05"),
        ("05 10:00", 0, E.SUPPLIER_CONTACTED),
        *(("05 15:00", 0, kind) for kind in (E.REPLIED, E.HANDED_ON)),
    ]
    judge = told(tmp_path, [("05 09:00", "near", "b")], rows)
    assert answers(judge, **RESTORED, within="1h") == ["no case"]
    both = {"from": "reported", "to": ["restored", "handed_on"]}
    assert answers(judge, measure=both, within="6h") == ["kept"]
    assert answers(judge, measure=both, within="2h") == ["missed"]
    assert answers(judge, measure=both, within="2h", pause=["supplier"]) == ["kept"]


def test_the_first_case_that_holds_gives_the_limit(tmp_path: Path) -> None:
    tickets = [("05 09:00", "near", "a"), ("05 20:00", "near", "a")]
    judge = told(tmp_path, tickets, [*visit(0, "05 14:00", "05 15:00"), *visit(1, "06 08:00", "06 09:00")])
    cases = [{"covers": {"reported_during": "works"}, "within": "3h", "clock": "works"}, {"within": "13h"}]
    assert answers(judge, **ARRIVED, cases=cases) == ["missed", "kept"]  # four hours of work; thirteen on the wall


def test_every_attempt_is_a_case_of_its_own(tmp_path: Path) -> None:
    rows = [
        ("05 09:00", 0, E.QUEUED, 1),
        ("05 09:02", 0, E.GAVE_UP, 1),
        ("05 10:00", 0, E.REFUSED, 2),
        ("05 11:00", 0, E.QUEUED, 3),
        ("05 11:00:20", 0, E.STARTED, 3),
    ]
    judge = told(tmp_path, ONE, rows)
    measure = {"measure": {"from": "reported", "to": "answered"}, "of": "call"}
    assert answers(judge, **measure, within="20s") == ["missed", "missed", "kept"]
    assert answers(judge, **measure, within="20s", covers={"reported_during": "night"}) == ["no case"] * 3


@pytest.mark.parametrize(("back", "counted"), [("07 15:00:00", "kept"), ("07 15:00:01", "missed")])
def test_a_repeat_within_the_window_counts_its_last_instant_too(tmp_path: Path, back: str, counted: str) -> None:
    judge = told(tmp_path, ONE, visit(0, "05 13:00", "05 15:00"))
    judge.shares.repeats[0] = at(back)
    assert answers(judge, measure={"share_of": "repeated"}, within="2d") == [counted]


def test_a_window_that_is_not_over_leaves_it_undecided(tmp_path: Path) -> None:
    judge = told(tmp_path, ONE, visit(0, "05 13:00", "05 15:00"))
    assert answers(judge, measure={"share_of": "resolved"}, within="3w") == ["undecided"]
    assert answers(judge, measure={"share_of": "first_time_fixed"}, within="1w") == ["kept"]


def test_one_missed_time_decides_and_then_one_that_is_open(tmp_path: Path) -> None:
    judge = told(tmp_path, ONE, call(0, "05 09:00", "05 09:05"))
    assert answers(judge, measure={"share_of": "times_kept"}) == ["missed"]  # the one in the file: on site in 4 h


def test_whoever_hears_nothing_for_too_long_is_lost_in_every_period_it_reaches_into(tmp_path: Path) -> None:
    tickets = [("05 09:00", "near", "a"), ("12 09:00", "lone", "a")]
    judge = told(tmp_path, tickets, [*call(0, "05 09:00", "05 09:05"), *call(1, "12 09:00", "12 09:05")])
    contacted = {"measure": {"share_of": "contacted"}, "target": "100%"}
    cell = outcome(judge, **contacted, within="9d")
    assert (cell.covered, cell.kept, cell.met) == (2, 1, False)  # alpha has nine days of silence on the 14th
    assert outcome(judge, **contacted, within="14d").kept == 2
    assert outcome(judge, "contract · south", **contacted, within="9d", per="region").kept == 0


def test_a_channel_is_open_while_a_seat_is_on_duty(tmp_path: Path) -> None:
    judge = told(tmp_path, ONE, [])
    assert outcome(judge, measure={"open": "phone"}, clock="works").met is True
    around = outcome(judge, measure={"open": "phone"})
    assert (around.kept, around.covered, around.met) == (14 * 12 * 3600, 14 * 24 * 3600, False)


def test_of_a_site_no_more_units_are_down_than_it_has(tmp_path: Path) -> None:
    tickets = [("05 09:00", "far", "a")] * 3 + [("12 09:00", "lone", "a")]
    rows = [row for number in range(3) for row in visit(number, "05 10:00", "05 11:00")]
    judge = told(tmp_path, tickets, rows)
    cell = outcome(judge, measure={"availability": "unit"}, target="90%", covers={"region": "south"})
    assert (cell.covered, cell.covered - cell.kept) == (2 * 14 * 86400, 2 * 2 * 3600)
    still = outcome(judge, measure={"availability": "unit"}, target="90%", covers={"customer": "beta"}, clock="works")
    assert (still.covered, still.covered - still.kept) == (10 * 8 * 3600, (7 + 4 * 8) * 3600)


@pytest.mark.parametrize(("statistic", "seconds"), [("mean", 5400), ("p90", 7200), ("max", 7200)])
def test_figures_over_the_times_of_all_cases(tmp_path: Path, statistic: str, seconds: int) -> None:
    tickets = [("05 09:00", "near", "a"), ("05 09:00", "far", "a")]
    judge = told(tmp_path, tickets, [*visit(0, "05 10:00", "05 11:00"), *visit(1, "05 11:00", "05 11:00")])
    measure = {"measure": {"from": "reported", "to": "arrived"}}
    cell = outcome(judge, **measure, within="90min", statistic=statistic)
    assert (cell.figure, cell.met) == (seconds, statistic == "mean")


def test_the_customer_is_to_blame_while_he_thinks_it_over(tmp_path: Path) -> None:
    rows = [
        *call(0, "05 09:00", "05 09:05"),
        *((when, 0, kind, 1, P.QUOTE) for when, kind in (("05 09:05", E.QUEUED), ("05 09:05", E.STARTED))),
        ("05 10:00", 0, E.ENDED, 1, P.QUOTE),
        ("05 10:00", 0, E.QUOTED),
        ("05 19:00", 0, E.CONFIRMED),
        *visit(0, "05 19:00", "05 22:00"),
    ]
    judge = told(tmp_path, ONE, rows)
    entry = {**RESTORED, "pause": [], "penalty": {"per_miss": 100, "exclude": {"customer_caused": True}}}
    assert outcome(judge, **entry, within="2h").most_cents == 0  # nine hours of thirteen are his
    assert outcome(judge, **{**entry, "pause": ["confirmation"]}, within="2h").most_cents == 10_000


def test_nobody_knows_whether_the_shift_or_the_colleagues_were_waited_for(tmp_path: Path) -> None:
    rows = [
        ("05 09:00", 0, E.QUOTED),
        ("05 12:00", 0, E.CONFIRMED),
        ("05 12:00", 0, E.READY, 1),
        ("05 17:00", 0, E.DISPATCHED, 1),
        ("05 17:00", 0, E.ARRIVED, 1),
    ]
    judge = told(tmp_path, ONE, rows)
    penalty = {"per_miss": 100, "exclude": {"customer_caused": True}}
    cell = outcome(judge, **ARRIVED, within="1h", pause=[], penalty=penalty)
    assert (cell.most_cents, cell.least_cents) == (10_000, 0)  # 3 h of his, 5 h of this or that
