"""Stories of the dispatcher's desk and of the limits he sets himself."""

from __future__ import annotations

from pathlib import Path

from sim.model import Event
from tests.stories.little import plan_of, story, team, trajectory

LIMITS = """
- {id: near, measure: {from: reported, to: arrived}, within: 8h, covers: {fault: n}, target: 90%}
- {id: far, measure: {from: reported, to: arrived}, within: 10h, covers: {fault: f}, target: 90%}
"""


def two_waiting(folder: Path, due: str) -> list[str]:
    """An engineer busy until 11:00; tickets of 09:00 (10 h) and 10:00 (8 h) wait, both 10 min away."""
    tickets = [("05 08:30", "s0", "b", "0s", None, "150min"), ("05 09:00", "s10", "f", "0s", None, "10min"),
               ("05 10:00", "s10", "n", "0s", None, "10min")]  # fmt: skip
    dispatch = f"rule: due_date{', due: ' + due if due else ''}"
    plan = plan_of(team(shift="always"), dispatch=dispatch)
    found = story(folder, tickets, "b: {}, f: {}, n: {}", plan, LIMITS)
    return found.lines(Event.READY, Event.DISPATCHED)


def test_an_inner_limit_puts_a_visit_before_others(tmp_path: Path) -> None:
    """Promised: leave by 18:50 (19:00 less 10 min), and 17:50 (18:00 less 10 min): n goes first. With 7 h of his own
    for f the dispatcher has it leave by 15:50: f goes first. No promise about b: 30 days, not far from the report.
    """
    promised = trajectory("""
    05 08:30 0 READY 1 - leave 04 08:30
    05 08:30 0 DISPATCHED 1 crew-1
    05 09:00 1 READY 1 - leave 05 18:50
    05 10:00 2 READY 1 - leave 05 17:50
    05 11:00 2 DISPATCHED 1 crew-1
    05 11:10 1 DISPATCHED 1 crew-1
    """)
    own = trajectory("""
    05 08:30 0 READY 1 - leave 04 08:30
    05 08:30 0 DISPATCHED 1 crew-1
    05 09:00 1 READY 1 - leave 05 15:50
    05 10:00 2 READY 1 - leave 05 17:50
    05 11:00 1 DISPATCHED 1 crew-1
    """)
    assert two_waiting(tmp_path / "promised", "")[:4] == promised[:4]
    assert two_waiting(tmp_path / "promised", "")[4].startswith("05 11:00 2 DISPATCHED")
    assert two_waiting(tmp_path / "own", "{far: 7h}")[:5] == own


def test_a_visit_beyond_the_inner_limit_keeps_its_rank(tmp_path: Path) -> None:
    """On site within 20 min for the dispatcher, 10 h for the customer: leave by 09:10, the earlier of both. Ready at
    09:15, after a long talk, it is overdue and keeps that rank: it does not fall behind what is due later."""
    tickets = [("05 09:00", "s10", "f", "0s", None, "10min"), ("06 09:00", "s10", "f", "15min", None, "10min")]
    plan = plan_of(team(shift="always"), dispatch="rule: due_date, due: {far: 20min}")
    found = story(tmp_path, tickets, "f: {}, n: {}", plan, LIMITS)
    assert found.lines(Event.READY) == trajectory("""
    05 09:00 0 READY 1 - leave 05 09:10
    06 09:15 1 READY 1 - leave 06 09:10
    """)


def test_an_inner_limit_wakes_who_is_on_call(tmp_path: Path) -> None:
    """Reported at 22:00, promised by 08:00 less 10 min: 07:50, before the duty of 08:00, so he is called anyway. With a
    promise of 14 h it can wait for the morning, unless the dispatcher wants it within 4 h."""
    limits = "- {id: far, measure: {from: reported, to: arrived}, within: 14h, target: 90%}\n"
    for due, leaves in (("", "06 08:00"), (", due: {far: 4h}", "05 22:30")):
        plan = plan_of(team(more="on_call: {engineers: 1, mobilise: 30min, rest: 0s}"), dispatch=f"rule: due_date{due}")
        folder = tmp_path / (leaves[:2])
        found = story(folder, [("05 22:00", "s10", "f", "0s", None, "10min")], "f: {}", plan, limits)
        assert found.lines(Event.DEPARTED)[0].startswith(leaves)


def test_a_dispatcher_handles_one_ticket_at_a_time_in_order(tmp_path: Path) -> None:
    """One seat from 09:00 on, 10 min each: ready at 09:10, 09:20, 09:30, by waiting since; two engineers are free."""
    desks = 'front: {seats: 3, takes: phone}, duty: {role: dispatch, seats: {"09:00-17:00": 1}, handle: 10min}'
    tickets = [("05 08:30", "s0", "f", "9min"), ("05 08:31", "s0", "f", "1min"), ("05 09:05", "s0", "f", "0s")]
    found = story(tmp_path, tickets, "f: {}", plan_of(team(engineers=2), desks=desks))
    assert found.lines(Event.READY) == trajectory("""
    05 09:10 1 READY 1 -
    05 09:20 0 READY 1 -
    05 09:30 2 READY 1 -
    """)


def test_a_dispatcher_with_severity_takes_the_severe_first(tmp_path: Path) -> None:
    duty = 'duty: {role: dispatch, seats: {"09:00-17:00": 1}, handle: 10min, order: severity}'
    desks = f"front: {{seats: 3, takes: phone}}, {duty}"
    tickets = [("05 08:30", "s0", "f", "0s"), ("05 08:31", "s0", "d", "0s")]
    found = story(tmp_path, tickets, "f: {}, d: {severity: down}", plan_of(team(engineers=2), desks=desks))
    assert found.lines(Event.READY) == ["05 09:10 1 READY 1 -", "05 09:20 0 READY 1 -"]
