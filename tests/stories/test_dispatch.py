"""Stories of dispatch: which visit goes first, and who goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.stories.little import Story, instant, plan_of, story, team, trajectory

AROUND = team(shift="always")
BUSY = ("05 09:00", "s0", "f", None, None, "2h")  # keeps the only engineer until 11:00
DISPATCHED = Event.DISPATCHED
WITHIN_2H = "- {id: arrive, measure: {from: reported, to: arrived}, within: 2h, target: 90%}\n"


def sent(found: Story) -> list[str]:
    """Who goes when to which ticket: day, time, ticket, engineer."""
    return [" ".join(line.split()[i] for i in (0, 1, 2, 5)) for line in found.lines(DISPATCHED)]


def test_a_freed_engineer_goes_straight_on_from_where_he_is(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s10", "f", None, "15min", "45min"), ("05 09:30", "s15", "f", None, "5min", "10min")]
    told = """
    05 09:00 0 QUEUED 1 - CALL        # no desks: answered at once
    05 09:00 0 STARTED 1 - CALL
    05 09:00 0 ENDED 1 - CALL
    05 09:00 0 REPLIED 0 -
    05 09:00 0 READY 1 -
    05 09:00 0 DISPATCHED 1 crew-1
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:10 0 ARRIVED 1 crew-1
    05 09:25 0 DIAGNOSED 1 crew-1
    05 09:30 1 QUEUED 1 - CALL
    05 09:30 1 STARTED 1 - CALL
    05 09:30 1 ENDED 1 - CALL
    05 09:30 1 REPLIED 0 -
    05 09:30 1 READY 1 -
    05 10:10 0 RESTORED 1 crew-1
    05 10:15 0 LEFT 1 crew-1 1        # signed for five minutes
    05 10:15 0 CLOSED 0 -
    05 10:15 1 DISPATCHED 1 crew-1
    05 10:15 1 DEPARTED 1 crew-1 5000m
    05 10:20 1 ARRIVED 1 crew-1
    05 10:25 1 DIAGNOSED 1 crew-1
    05 10:35 1 RESTORED 1 crew-1
    05 10:40 1 LEFT 1 crew-1 1
    05 10:40 1 CLOSED 0 -
    """
    assert story(tmp_path, tickets, "f: {sign_off: 5min}", plan_of(AROUND)).lines() == trajectory(told)


TWO_OUTLETS = (team("a", 0, shift="always"), team("b", 30, shift="always"))
SERVED_BY_A = "territories: {west: {sites: [s20], outlets: [a, b]}}"


def test_nearest_looks_at_all_outlets_and_a_territory_at_its_first(tmp_path: Path) -> None:
    """s20 is 20 km from outlet a and 10 km from outlet b."""
    tickets = [("05 09:00", "s20", "f", None, None, "1h")]
    near = story(tmp_path, tickets, "f: {}", plan_of(*TWO_OUTLETS))
    assert near.lines(Event.DEPARTED, Event.ARRIVED) == trajectory("""
    05 09:00 0 DEPARTED 1 b-1 10000m
    05 09:10 0 ARRIVED 1 b-1
    """)
    own = story(tmp_path, tickets, "f: {}", plan_of(*TWO_OUTLETS, more=SERVED_BY_A))
    assert own.lines(Event.DEPARTED, Event.ARRIVED) == trajectory("""
    05 09:00 0 DEPARTED 1 a-1 20000m
    05 09:20 0 ARRIVED 1 a-1
    """)


@pytest.mark.parametrize(("backup", "leaves"), [("at_once", "09:05"), ("when_late", "10:45")])
def test_backup_comes_at_once_or_when_the_first_outlet_would_be_late(tmp_path: Path, backup: str, leaves: str) -> None:
    """On site by 11:05 and 20 min from the first outlet: late from 10:45 on. a-1 is busy until 12:20."""
    tickets = [("05 09:00", "s20", "f", None, None, "3h"), ("05 09:05", "s20", "f", None, None, "1h")]
    plan = plan_of(*TWO_OUTLETS, more=SERVED_BY_A, dispatch=f"backup: {backup}")
    found = story(tmp_path, tickets, "f: {}", plan, WITHIN_2H)
    assert sent(found) == ["05 09:00 0 a-1", f"05 {leaves} 1 b-1"]
    assert found.lines(Event.DEPARTED)[1] == f"05 {leaves} 1 DEPARTED 1 b-1 10000m"


def test_backup_stays_away_from_what_the_first_outlet_can_do_in_time(tmp_path: Path) -> None:
    """a-1 is free at 10:20; the second site could wait until 10:45."""
    tickets = [("05 09:00", "s20", "f", None, None, "1h"), ("05 09:05", "s20", "f", None, None, "1h")]
    plan = plan_of(*TWO_OUTLETS, more=SERVED_BY_A, dispatch="backup: when_late")
    assert sent(story(tmp_path, tickets, "f: {}", plan, WITHIN_2H)) == ["05 09:00 0 a-1", "05 10:20 1 a-1"]


def test_a_territory_without_an_able_engineer_is_served_by_nobody_else(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s20", "f", None, None, "1h")]
    plan = plan_of(*TWO_OUTLETS, more="territories: {west: {sites: [s20], outlets: [a]}}").replace(
        "outlet: a, engineers: 1", "outlet: a, engineers: 0"
    )
    assert sent(story(tmp_path, tickets, "f: {}", plan)) == []


def test_skills_decide_who_may_go(tmp_path: Path) -> None:
    """The nearer team cannot do gas; a team without skills does all."""
    tickets = [("05 09:00", "s20", "f"), ("05 10:00", "s20", "g"), ("05 11:00", "s20", "h")]
    near, far = team("b", 30, shift="always", more="skills: [water]"), team("a", 0, shift="always")
    found = story(tmp_path, tickets, "f: {skill: gas}, g: {skill: water}, h: {}", plan_of(near, far))
    # a-1 stands at s20 from 09:20 on; b-1 would need 10 min
    assert sent(found) == ["05 09:00 0 a-1", "05 10:00 1 a-1", "05 11:00 2 a-1"]
    only = story(tmp_path, tickets, "f: {skill: gas}, g: {skill: water}, h: {}", plan_of(near, far + "")
                 .replace("shift: always}", "shift: always, skills: [gas]}"))  # fmt: skip
    assert sent(only) == ["05 09:00 0 a-1", "05 10:00 1 b-1", "05 11:00 2 b-1"]


def rule_of(name: str) -> str:
    return plan_of(AROUND, desks="front: {seats: 9, takes: phone}", dispatch=f"rule: {name}")


@pytest.mark.parametrize(
    ("rule", "order"),
    [
        ("order_of_arrival", [1, 2, 3]),  # reported 09:10, 09:20, 09:30
        ("ready", [3, 2, 1]),             # talked until 10:40, 10:20, 10:00
        ("severity", [2, 3, 1]),          # ticket 2 is down; of equals the first ready
        ("due_date", [3, 1, 2]),          # due 14:30, 17:10, 19:20
    ],
)  # fmt: skip
def test_each_rule_has_its_order(tmp_path: Path, rule: str, order: list[int]) -> None:
    tickets = [
        BUSY,
        ("05 09:10", "s0", "f", "90min", None, "30min"),
        ("05 09:20", "s0", "d", "60min", None, "30min"),
        ("05 09:30", "s0", "q", "30min", None, "30min"),
    ]
    commitments = """
- id: arrive
  measure: {from: reported, to: arrived}
  cases: [{covers: {fault: q}, within: 5h}, {covers: {fault: d}, within: 10h}, {within: 8h}]
  target: 90%
"""
    found = story(tmp_path, tickets, "f: {}, d: {severity: down}, q: {}", rule_of(rule), commitments)
    times = ["11:00", "11:30", "12:00"]
    assert sent(found)[1:] == [f"05 {time} {ticket} crew-1" for time, ticket in zip(times, order, strict=True)]
    if rule == "due_date":
        assert found.lines(Event.READY)[1:] == trajectory("""
        05 10:00 3 READY 1 - leave 05 14:30
        05 10:20 2 READY 1 - leave 05 19:20
        05 10:40 1 READY 1 - leave 05 17:10
        """)


def test_equal_ranks_go_by_severity_then_by_ready_then_by_ticket(tmp_path: Path) -> None:
    """All reported in one second at sites s1 to s4, in this order tickets 1 to 4."""
    tickets = [
        BUSY,
        ("05 09:30", "s1", "f", "20min"),
        ("05 09:30", "s2", "f", "10min"),
        ("05 09:30", "s3", "f", "10min"),
        ("05 09:30", "s4", "d", "30min"),
    ]
    found = story(tmp_path, tickets, "f: {}, d: {severity: down}", rule_of("order_of_arrival"))
    assert [line.split()[2] for line in sent(found)] == ["0", "4", "2", "3", "1"]


TWO_LIMITS = """
- {id: soon, measure: {from: reported, to: arrived}, within: 1h, target: 90%}
- {id: later, measure: {from: reported, to: arrived}, within: 6h, target: 90%}
"""


def test_due_date_takes_the_earliest_limit_a_visit_can_still_reach(tmp_path: Path) -> None:
    """Ticket 1 is ready when its hour is over: it must leave by 15:00 less 10 min. Ticket 2 could still make 11:00.

    At noon that is past too, and ticket 2 keeps its rank.
    """
    tickets = [
        ("05 09:00", "s0", "f", "0s", None, "3h"),
        ("05 09:00", "s10", "f", "2h", None, "10min"),
        ("05 10:00", "s10", "f", "30min", None, "10min"),
    ]
    found = story(tmp_path, tickets, "f: {}", rule_of("due_date"), TWO_LIMITS)
    assert found.lines(Event.READY) == trajectory("""
    05 09:00 0 READY 1 - leave 05 10:00
    05 10:30 2 READY 1 - leave 05 10:50
    05 11:00 1 READY 1 - leave 05 14:50
    """)
    assert sent(found) == ["05 09:00 0 crew-1", "05 12:00 2 crew-1", "05 12:20 1 crew-1"]


def test_a_limit_can_be_reached_up_to_the_second_of_leaving(tmp_path: Path) -> None:
    """An hour from 09:00, 10 min away: talk until 09:50 just makes it, a second more does not."""
    tickets = [("05 09:00", "s10", "f", "50min"), ("05 09:00", "s10", "f", "3001s")]
    found = story(tmp_path, tickets, "f: {}", rule_of("due_date"), TWO_LIMITS)
    assert found.lines(Event.READY) == trajectory("""
    05 09:50 0 READY 1 - leave 05 09:50
    05 09:50:01 1 READY 1 - leave 05 14:50
    """)


def test_what_is_overdue_altogether_ranks_by_its_earliest_limit(tmp_path: Path) -> None:
    tickets = [
        ("05 09:00", "s0", "f", "0s", None, "9h"),
        ("05 09:05", "s0", "f", "7h"),   # due 10:05 and 15:05, ready at 16:05: 10:05
        ("05 10:30", "s0", "f", "1s"),   # due 11:30
    ]  # fmt: skip
    found = story(tmp_path, tickets, "f: {}", rule_of("due_date"), TWO_LIMITS)
    assert found.lines(Event.READY)[1:] == trajectory("""
    05 10:30:01 2 READY 1 - leave 05 11:30
    05 16:05 1 READY 1 - leave 05 10:05
    """)
    assert [line.split()[2] for line in sent(found)] == ["0", "1", "2"]


def test_a_limit_on_the_repair_also_takes_the_work_expected(tmp_path: Path) -> None:
    """Restored within 4 h, 10 min away, 20 min to find it and 1 h to mend it: leave by 11:30."""
    tickets = [("05 09:00", "s10", "f"), ("05 09:00", "s10", "g")]
    commitments = """
- {id: fix, measure: {from: reported, to: restored}, within: 4h, covers: {fault: f}, target: 90%}
"""
    faults = "f: {diagnose: 20min, repair: {dist: uniform, low: 30min, high: 90min}, sign_off: 1h}, g: {}"
    found = story(tmp_path, tickets, faults, rule_of("due_date"), commitments)
    assert found.lines(Event.READY) == [
        "05 09:00 0 READY 1 - leave 05 11:30",
        "05 09:00 1 READY 1 - leave 04 09:00",  # nothing promised: thirty days after the report, on 4 February
    ]
    assert found.log.of(Event.READY).value[1] == instant("2026-02-04 09:00")


def test_a_ticket_is_passed_over_only_by_what_nobody_able_could_take(tmp_path: Path) -> None:
    """Ticket 1 (gas) waits for a-1; ticket 2 (water) came later and goes at once with w-1."""
    tickets = [("05 09:00", "s0", "g", None, None, "2h"), ("05 09:10", "s0", "g"), ("05 09:20", "s0", "w")]
    plan = plan_of(team("a", shift="always", more="skills: [gas]"), team("w", shift="always", more="skills: [water]"))
    found = story(tmp_path, tickets, "g: {skill: gas}, w: {skill: water}", plan)
    assert sent(found) == ["05 09:00 0 a-1", "05 09:20 2 w-1", "05 11:00 1 a-1"]


def test_of_engineers_equally_near_the_least_busy_today_goes_then_the_first(tmp_path: Path) -> None:
    tickets = [
        ("05 08:00", "s0", "f", None, None, "1h"),  # both idle: crew-1
        ("05 10:00", "s0", "f", None, None, "1h"),  # crew-2 has done nothing
        ("05 12:00", "s0", "f", None, None, "2h"),  # an hour each: crew-1
        ("06 08:00", "s0", "f", None, None, "1h"),  # a new day: crew-1
    ]
    found = story(tmp_path, tickets, "f: {}", plan_of(team(engineers=2, shift="always")))
    assert [line.split()[3] for line in sent(found)] == ["crew-1", "crew-2", "crew-1", "crew-1"]


def test_busy_today_counts_from_midnight(tmp_path: Path) -> None:
    """crew-1 worked from 22:00 to 01:00, today one hour of it; crew-2 two hours since."""
    tickets = [
        ("05 22:00", "s0", "f", None, None, "3h"),
        ("06 02:00", "s0", "f", None, None, "2h"),
        ("06 05:00", "s0", "f", None, None, "1h"),
    ]
    found = story(tmp_path, tickets, "f: {}", plan_of(team(engineers=2, shift="always")))
    assert [line.split()[3] for line in sent(found)] == ["crew-1", "crew-2", "crew-1"]


def test_a_second_try_is_for_anyone_in_the_order_of_the_rule(tmp_path: Path) -> None:
    """crew-1 fails at ticket 0 and is sent to a machine that is down; crew-2 does the second try, once he is free."""
    tickets = [
        ("05 09:00", "s10", "f", None, "10min", "50min"),
        ("05 09:00", "s20", "f", None, "10min", "1h"),
        ("05 10:00", "s10", "d", None, "10min", "50min"),
    ]
    faults = "f: {first_fix: 99.99%, diagnose: 5min, repair: 25min}, d: {severity: down}"
    plan = plan_of(team(engineers=2, shift="always"), dispatch="rule: severity")
    luck = {"u_first_fix": [0.99995, 0.5, 0.5]}
    found = story(tmp_path, tickets, faults, plan, luck=luck)
    told = """
    05 09:00 0 QUEUED 1 - CALL
    05 09:00 0 STARTED 1 - CALL
    05 09:00 0 ENDED 1 - CALL
    05 09:00 0 REPLIED 0 -
    05 09:00 0 READY 1 -
    05 09:00 0 DISPATCHED 1 crew-1
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:10 0 ARRIVED 1 crew-1
    05 09:20 0 DIAGNOSED 1 crew-1
    05 10:10 0 LEFT 1 crew-1 0
    05 10:10 0 READY 2 -
    05 10:30 0 DISPATCHED 2 crew-2
    05 10:30 0 DEPARTED 2 crew-2 10000m
    05 10:40 0 ARRIVED 2 crew-2
    05 10:45 0 DIAGNOSED 2 crew-2      # work of its own: 5 min and 25 min
    05 11:10 0 RESTORED 2 crew-2
    05 11:10 0 LEFT 2 crew-2 1
    05 11:10 0 CLOSED 0 -
    """
    assert [line for line in found.lines() if line.split()[2] == "0"] == trajectory(told)
    assert sent(found) == ["05 09:00 0 crew-1", "05 09:00 1 crew-2", "05 10:10 2 crew-1", "05 10:30 0 crew-2"]


def test_a_second_try_with_nobody_waiting_is_done_on_the_spot(tmp_path: Path) -> None:
    tickets = [("05 09:00", "s10", "f", None, None, "1h")]
    faults = "f: {first_fix: 99.99%, repair: 25min}"
    found = story(tmp_path, tickets, faults, plan_of(AROUND), luck={"u_first_fix": [0.99995]})
    told = """
    05 10:10 0 LEFT 1 crew-1 0
    05 10:10 0 READY 2 -
    05 10:10 0 DISPATCHED 2 crew-1
    05 10:10 0 DEPARTED 2 crew-1 0m
    05 10:10 0 ARRIVED 2 crew-1
    05 10:10 0 DIAGNOSED 2 crew-1
    05 10:35 0 RESTORED 2 crew-1
    05 10:35 0 LEFT 2 crew-1 1
    05 10:35 0 CLOSED 0 -
    """
    assert found.lines()[-9:] == trajectory(told)


def test_a_team_that_never_runs_out_sends_everybody_from_its_outlet(tmp_path: Path) -> None:
    tickets = [("05 09:00", f"s{km}", "f", None, None, "1h") for km in (10, 20)]
    found = story(tmp_path, tickets, "f: {}", plan_of(team(engineers="unlimited", shift="always")))
    kinds = (Event.DISPATCHED, Event.DEPARTED, Event.ARRIVED, Event.LEFT, Event.HOMEWARD)
    assert found.lines(*kinds) == trajectory("""
    05 09:00 0 DISPATCHED 1 crew-1
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:00 1 DISPATCHED 1 crew-2
    05 09:00 1 DEPARTED 1 crew-2 20000m
    05 09:10 0 ARRIVED 1 crew-1
    05 09:20 1 ARRIVED 1 crew-2
    05 10:10 0 LEFT 1 crew-1 1
    05 10:10 - HOMEWARD 0 crew-1 10000m
    05 10:20 1 LEFT 1 crew-2 1
    05 10:20 - HOMEWARD 0 crew-2 20000m
    """)


def test_a_settled_instant_serves_the_more_severe_of_what_came_together(tmp_path: Path) -> None:
    """Both ready at 09:30, one engineer: the machine that is down, though its call ended as the second event."""
    tickets = [("05 09:00", "s0", "f", "30min", None, "1h"), ("05 09:10", "s0", "d", "20min", None, "1h")]
    found = story(tmp_path, tickets, "f: {}, d: {severity: down}", rule_of("severity"))
    assert sent(found) == ["05 09:30 1 crew-1", "05 10:30 0 crew-1"]


def test_an_engineer_freed_when_another_visit_gets_ready_goes_to_the_older_ticket(tmp_path: Path) -> None:
    """At 11:00 crew-1 is free and ticket 2 is ready; ticket 1 has waited since 09:30."""
    tickets = [BUSY, ("05 09:30", "s30", "f", "0s"), ("05 10:30", "s0", "f", "30min")]
    found = story(tmp_path, tickets, "f: {}", rule_of("order_of_arrival"))
    assert sent(found) == ["05 09:00 0 crew-1", "05 11:00 1 crew-1", "05 11:30 2 crew-1"]
