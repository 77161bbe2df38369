"""Stories of working rules: hand-over, nights away, rest, waking, absence, limits, reserve, pace, the way back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from sim.model import Event
from tests.stories.little import Story, plan_of, story, team, trajectory

LIFE = tuple(kind for kind in Event if kind > Event.REPLIED)
MOVES = (Event.DISPATCHED, Event.DEPARTED, Event.ARRIVED, Event.PAUSED, Event.LEFT, Event.HOMEWARD, Event.BACK)
NIGHT = 'night: {days: daily, hours: "22:00-06:00"}'


def limit(within: str) -> str:
    return f"- {{id: arrive, measure: {{from: reported, to: arrived}}, within: {within}, target: 90%}}\n"


def service(
    folder: Path, tickets: list, *teams: str, dispatch: str = "", faults: str = "f: {}", within: str = "1d", **more: str
) -> Story:
    plan = plan_of(*(teams or (team(),)), dispatch=dispatch)
    return story(folder, tickets, faults, plan, limit(within), **more)


def moves(found: Story) -> list[str]:
    return found.lines(*MOVES)


def when(found: Story, kind: Event = Event.DEPARTED) -> list[str]:
    """Day, time, ticket, engineer."""
    return [" ".join(line.split()[i] for i in (0, 1, 2, 5)) for line in found.lines(kind)]


def job(reported: str, km: int = 10, repair: str = "1h", fault: str = "f", diagnose: str | None = None) -> tuple:
    return reported, f"s{km}", fault, None, diagnose, repair


# -- hand-over --------------------------------------------------------------------------------------------------------


def test_what_is_left_at_the_end_of_a_duty_is_handed_over_and_not_diagnosed_again(tmp_path: Path) -> None:
    """Half an hour to find it and two to mend it, from 16:10 on: 20 min of the repair are done at 17:00.

    late-1 comes from 30 km away and does the other 100 minutes; no overtime though the cap is two hours.
    """
    found = service(
        tmp_path, [job("05 16:00", repair="2h", diagnose="30min")], team(), team("late", 40, shift="late"),
        dispatch="end_of_shift: handover", faults="f: {sign_off: 5min}",
    )  # fmt: skip
    assert found.lines(*LIFE)[:-2] == trajectory("""
    05 16:00 0 READY 1 -
    05 16:00 0 DISPATCHED 1 crew-1
    05 16:00 0 DEPARTED 1 crew-1 10000m
    05 16:10 0 ARRIVED 1 crew-1
    05 16:40 0 DIAGNOSED 1 crew-1
    05 17:00 - HOMEWARD 0 crew-1 10000m
    05 17:00 0 LEFT 1 crew-1 3
    05 17:00 0 READY 2 -
    05 17:00 0 DISPATCHED 2 late-1
    05 17:00 0 DEPARTED 2 late-1 30000m
    05 17:30 0 ARRIVED 2 late-1
    05 19:10 0 RESTORED 2 late-1
    05 19:15 0 LEFT 2 late-1 1
    """)


def test_a_diagnosis_and_a_signature_can_be_handed_over_too(tmp_path: Path) -> None:
    """At 17:00 ten minutes of the diagnosis are left, on Tuesday 59 of the repair. Nobody else is there."""
    tickets = [job("05 16:20", repair="519min", diagnose="40min")]
    found = service(tmp_path, tickets, dispatch="end_of_shift: handover", faults="f: {sign_off: 6min}")
    assert found.lines(Event.READY, Event.ARRIVED, Event.DIAGNOSED, Event.RESTORED, Event.LEFT) == trajectory("""
    05 16:20 0 READY 1 -
    05 16:30 0 ARRIVED 1 crew-1
    05 17:00 0 LEFT 1 crew-1 3
    05 17:00 0 READY 2 -
    06 08:10 0 ARRIVED 2 crew-1
    06 08:20 0 DIAGNOSED 2 crew-1
    06 17:00 0 LEFT 2 crew-1 3            # 460 of 519 min
    06 17:00 0 READY 3 -
    07 08:10 0 ARRIVED 3 crew-1
    07 09:09 0 RESTORED 3 crew-1
    07 09:15 0 LEFT 3 crew-1 1
    """)


def test_who_takes_over_is_whoever_the_rule_says(tmp_path: Path) -> None:
    """The rest waits for the morning like any other visit; a machine that is down goes first."""
    tickets = [job("05 16:00", repair="2h"), ("05 20:00", "s0", "d", None, None, "30min")]
    found = service(
        tmp_path, tickets, dispatch="end_of_shift: handover, rule: severity", faults="f: {}, d: {severity: down}"
    )  # fmt: skip
    assert when(found, Event.DISPATCHED) == ["05 16:00 0 crew-1", "06 08:00 1 crew-1", "06 08:30 0 crew-1"]


# -- nights away ------------------------------------------------------------------------------------------------------


def test_who_stays_overnight_goes_on_without_a_drive(tmp_path: Path) -> None:
    """Three hours' work from 16:20 on: forty minutes today, the rest from 08:00 to 10:20; one night."""
    found = service(tmp_path, [job("05 16:10", repair="3h")], dispatch="end_of_shift: next_day, overnight: true")
    assert moves(found) == trajectory("""
    05 16:10 0 DISPATCHED 1 crew-1
    05 16:10 0 DEPARTED 1 crew-1 10000m
    05 16:20 0 ARRIVED 1 crew-1
    05 17:00 0 PAUSED 1 crew-1 1
    06 08:00 0 DEPARTED 1 crew-1 0m
    06 08:00 0 ARRIVED 1 crew-1
    06 10:20 0 LEFT 1 crew-1 1
    06 17:00 - HOMEWARD 0 crew-1 10000m
    """)


def test_a_weekend_away_is_three_nights(tmp_path: Path) -> None:
    found = service(tmp_path, [job("09 16:10", repair="3h")], dispatch="end_of_shift: next_day, overnight: true")
    assert found.lines(Event.PAUSED) == ["09 17:00 0 PAUSED 1 crew-1 3"]
    assert when(found, Event.LEFT) == ["12 10:20 0 crew-1"]


# -- rest after a night on call ---------------------------------------------------------------------------------------

ON_CALL = team(more="on_call: 1")


def test_who_was_called_at_night_begins_his_next_duty_after_his_rest(tmp_path: Path) -> None:
    """Done at 23:40: eleven hours later it is 10:40."""
    found = service(tmp_path, [job("05 22:00"), job("06 07:00", 0)], ON_CALL, within="4h")
    assert moves(found)[:8] == trajectory("""
    05 22:00 0 DISPATCHED 1 crew-1
    05 22:30 0 DEPARTED 1 crew-1 10000m
    05 22:40 0 ARRIVED 1 crew-1
    05 23:40 0 LEFT 1 crew-1 1
    05 23:40 - HOMEWARD 0 crew-1 10000m
    06 10:40 1 DISPATCHED 1 crew-1
    06 10:40 1 DEPARTED 1 crew-1 0m
    06 10:40 1 ARRIVED 1 crew-1
    """)


@pytest.mark.parametrize(("rest", "leaves"), [("0s", "08:00"), ("8h", "08:00"), ("9h", "08:40"), ("12h", "11:40")])
def test_a_rest_that_is_over_by_the_next_duty_delays_nothing(tmp_path: Path, rest: str, leaves: str) -> None:
    crew = team(more=f"on_call: {{engineers: 1, rest: {rest}}}")
    found = service(tmp_path, [job("05 22:00"), job("06 07:00", 0)], crew, within="4h")
    assert when(found)[1] == f"06 {leaves} 1 crew-1"


def test_others_of_his_team_do_not_rest(tmp_path: Path) -> None:
    found = service(tmp_path, [job("05 22:00"), job("06 07:00", 0)], ON_CALL.replace("engineers: 1,", "engineers: 2,"),
                    within="4h")  # fmt: skip
    who = when(found)
    assert who[1][:10] == "06 08:00 1"
    assert who[0].split()[3] != who[1].split()[3]


def test_work_on_call_that_ends_in_the_shift_is_followed_by_the_rest(tmp_path: Path) -> None:
    """Called at 07:00, done at 13:30; until 00:30 he rests, so that the job of 14:00 waits for Wednesday."""
    found = service(tmp_path, [job("06 07:00", repair="290min"), job("06 14:00", 0)], ON_CALL, within="30min")
    assert when(found, Event.LEFT)[0] == "06 13:30 0 crew-1"
    assert found.lines(Event.HOMEWARD)[0] == "06 13:30 - HOMEWARD 0 crew-1 10000m"
    assert when(found)[1] == "06 17:30 1 crew-1"  # but after the shift he may be called again


def test_who_rests_may_be_called_again_at_night(tmp_path: Path) -> None:
    """Done at 23:40 and called at 02:00: after that he rests from 03:40 to 14:40."""
    found = service(tmp_path, [job("05 22:00"), job("06 02:00"), job("06 07:00", 0)], ON_CALL, within="4h")
    assert when(found) == ["05 22:30 0 crew-1", "06 02:30 1 crew-1", "06 14:40 2 crew-1"]


def test_who_worked_through_the_night_rests_though_his_job_began_in_the_shift(tmp_path: Path) -> None:
    """On call after his shift he goes on from 16:40 until 08:40. He rests until 19:40, but is called at 17:00."""
    found = service(tmp_path, [job("05 16:30", repair="16h"), job("06 08:30", 0)], ON_CALL, within="1h")
    assert when(found, Event.LEFT)[0] == "06 08:40 0 crew-1"
    assert when(found)[1] == "06 17:30 1 crew-1"


# -- who is woken -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wake", "leaves"),
    [
        ("if_due", ["05 22:30 1", "06 08:00 0", "06 08:00 2"]),   # ticket 1 is due before the morning
        ("always", ["05 20:30 0", "05 22:30 1", "06 00:30 2"]),
        ("[down]", ["06 00:30 2", "06 08:00 0", "06 08:00 1"]),   # also what could wait, and nothing else
    ],
)  # fmt: skip
def test_what_wakes_who_is_on_call(tmp_path: Path, wake: str, leaves: list[str]) -> None:
    """Ticket 0 may wait, ticket 1 must be reached in four hours, ticket 2 is down and may wait."""
    tickets = [job("05 20:00"), job("05 22:00", fault="hot"), job("06 00:00", fault="d")]
    crew = team(engineers=3, more=f"on_call: {{engineers: 1, rest: 0s, wake: {wake}}}")
    commitments = limit("2d") + limit("4h").replace("arrive", "hot", 1).replace(
        "target", "covers: {fault: hot}, target"
    )
    faults = "f: {}, hot: {}, d: {severity: down}"
    found = story(tmp_path, tickets, faults, plan_of(crew), commitments)
    assert sorted(line.rsplit(" ", 1)[0] for line in when(found)) == leaves


# -- absence ----------------------------------------------------------------------------------------------------------


def test_on_leave_are_those_with_the_highest_numbers_from_the_first_to_the_last_date(tmp_path: Path) -> None:
    """Three engineers, two of them away on Tuesday and Wednesday: three jobs each day."""
    tickets = [job(f"{day:02d} 08:00", 0) for day in (5, 6, 7, 8) for _number in range(3)]
    crew = team(engineers=3, more="leave: [{from: 2026-01-06, to: 2026-01-07, engineers: 2}]")
    found = service(tmp_path, tickets, crew)
    at_eight = [line for line in when(found) if line[3:8] == "08:00"]
    who = {day: sorted(line[-1] for line in at_eight if line[:2] == day) for day in ("05", "06", "07", "08")}
    assert who == {"05": ["1", "2", "3"], "06": ["1"], "07": ["1"], "08": ["1", "2", "3"]}


def test_a_night_belongs_to_the_date_on_which_it_begins(tmp_path: Path) -> None:
    """Away on Tuesday: not from Tuesday 22:00 to Wednesday 06:00, but before 06:00 on Tuesday he is there."""
    tickets = [job("06 05:00", 0, "30min"), job("06 23:00", 0, "30min"), job("07 05:00", 0, "30min")]
    crew = team(shift="night", more="leave: [{from: 2026-01-06, to: 2026-01-06}]")
    found = service(tmp_path, tickets, crew, calendars=NIGHT)
    assert when(found) == ["06 05:00 0 crew-1", "07 22:00 1 crew-1", "07 22:30 2 crew-1"]


def test_who_is_away_is_not_on_call_on_that_date(tmp_path: Path) -> None:
    """Called on Monday evening, not on Tuesday; from Wednesday 00:00 on again."""
    tickets = [job("05 20:00", 0, "30min"), job("06 20:00", 0, "30min"), job("07 20:00", 0, "30min")]
    crew = team(more="on_call: {engineers: 1, rest: 0s}, leave: [{from: 2026-01-06, to: 2026-01-06}]")
    found = service(tmp_path, tickets, crew, within="4h")
    assert when(found) == ["05 20:30 0 crew-1", "07 00:30 1 crew-1", "07 20:30 2 crew-1"]


def test_after_a_night_off_he_is_on_call_again_when_that_duty_is_over(tmp_path: Path) -> None:
    """Away on Tuesday, also for the night that begins then; on Wednesday at 06:00 that duty ends."""
    crew = team(shift="night", more="on_call: {engineers: 1, rest: 0s}, leave: [{from: 2026-01-06, to: 2026-01-06}]")
    found = service(tmp_path, [job("07 05:00", 0, "30min")], crew, within="30min", calendars=NIGHT)
    assert when(found) == ["07 06:30 0 crew-1"]


def test_unfinished_work_waits_for_the_date_on_which_he_comes(tmp_path: Path) -> None:
    crew = team(more="leave: [{from: 2026-01-06, to: 2026-01-07}]")
    found = service(tmp_path, [job("05 16:10", repair="3h")], crew, dispatch="end_of_shift: next_day")
    assert when(found) == ["05 16:10 0 crew-1", "08 08:00 0 crew-1"]


def test_a_colleague_goes_on_where_who_began_is_away(tmp_path: Path) -> None:
    """Two jobs of 3 h, 10 min away, 40 min done by 17:00. The second engineer is away then: the first does both."""
    crew = team(engineers=2, more="leave: [{from: 2026-01-06, to: 2026-01-09}]")
    found = service(tmp_path, [job("05 16:10", repair="3h")] * 2, crew, dispatch="end_of_shift: next_day")
    assert when(found) == ["05 16:10 0 crew-1", "05 16:10 1 crew-2", "06 08:00 0 crew-1", "06 10:30 1 crew-1"]
    assert when(found, Event.LEFT) == ["05 17:00 1 crew-2", "06 10:30 0 crew-1", "06 13:50 1 crew-1"]


def test_shrinkage_is_the_luck_of_engineer_and_date(tmp_path: Path) -> None:
    """A third of the days; which, the world says, and the same for engineer 1 however many there are."""
    tickets = [job(f"{day:02d} 09:00", 0, "10min") for day in range(5, 20)]
    came = []
    for engineers in (1, 2):
        crew = team(engineers=engineers, shift="days", more="shrinkage: 33%")
        found = service(tmp_path / str(engineers), tickets, crew, calendars='days: {days: daily, hours: "08:00-17:00"}')
        ordinals = np.arange(dt.date(2026, 1, 5).toordinal(), dt.date(2026, 1, 26).toordinal())
        absent = found.world.is_absent("crew", 1, ordinals, 0.33)
        away = {f"{dt.date.fromordinal(day).day:02d}" for day in ordinals[absent].tolist()}
        came.append({line[:2] for line in when(found) if line.endswith("crew-1")})
        assert 0 < len(away) < len(ordinals)
        assert not came[-1] & away
    # alone he does each job on the first date on which he comes; with a second one he never comes more often
    assert came[0] >= came[1]
    assert len(came[0]) > 1


# -- contracted teams -------------------------------------------------------------------------------------------------

NEW_MONTH = "{start: 2026-01-26, weeks: 1, warmup: 0s, runout: 2w}"


@pytest.mark.parametrize("engineers", [1, 2, "unlimited"])
def test_after_so_many_visits_a_contracted_team_rests_until_the_month_is_over(
    tmp_path: Path, engineers: object
) -> None:
    """Two visits in January; the others come on 1 February at 00:00, by local time."""
    tickets = [job(f"2026-01-{day} 09:00", 0, "10min") for day in (26, 27, 28, 29)]
    crew = team(engineers=engineers, shift="always", more="employer: contracted, at_most: 2/month")
    found = service(tmp_path, tickets, crew, horizon=NEW_MONTH, zone="Asia/Shanghai")
    times = [line[:10] for line in when(found)]
    second = "01 00:10 3" if engineers == 1 else "01 00:00 3"
    assert times == ["26 09:00 0", "27 09:00 1", "01 00:00 2", second]


def test_every_engineer_of_a_crew_counts(tmp_path: Path) -> None:
    """Three a month: a crew of two, then one."""
    tickets = [job(f"2026-01-{day} 09:00", 0, "10min", fault) for day, fault in ((26, "two"), (27, "f"), (28, "f"))]
    crew = team(engineers=2, shift="always", more="employer: contracted, at_most: 3/month")
    found = service(tmp_path, tickets, crew, horizon=NEW_MONTH, faults="f: {}, two: {crew: 2}")
    assert [line[:10] for line in when(found)] == ["26 09:00 0", "26 09:00 0", "27 09:00 1", "01 00:00 2"]


def test_a_crew_does_not_go_beyond_what_is_left(tmp_path: Path) -> None:
    """One visit is left: the second man of the crew comes from our own team, though he is farther away."""
    tickets = [job("05 09:00", 10, "10min"), job("06 09:00", 10, "10min", "two")]
    hired = team("hired", 10, 2, "always", more="employer: contracted, at_most: 2/month")
    found = service(tmp_path, tickets, hired, team("own", 0, shift="always"), faults="f: {}, two: {crew: 2}")
    assert when(found, Event.DISPATCHED) == ["05 09:00 0 hired-1", "06 09:00 1 hired-1", "06 09:00 1 own-1"]


def test_second_tries_count_and_own_engineers_go_on(tmp_path: Path) -> None:
    """The contracted team is nearer, but has one visit: the second try is for our own."""
    hired = team("hired", 10, shift="always", more="employer: contracted, at_most: 1/month")
    found = service(
        tmp_path, [job("05 09:00")], hired, team("own", 0, shift="always"),
        faults="f: {first_fix: 99.99%, repair: 1h}", luck={"u_first_fix": [0.99995]},
    )  # fmt: skip
    assert when(found) == ["05 09:00 0 hired-1", "05 10:00 0 own-1"]


# -- reserve ----------------------------------------------------------------------------------------------------------


def test_an_engineer_is_kept_free_for_what_is_down(tmp_path: Path) -> None:
    """Of two, one is kept: the second general job waits beside a free engineer until the first is back."""
    tickets = [job("05 09:00", 0), job("05 09:10", 0), job("05 09:20", 0, fault="d")]
    found = service(
        tmp_path, tickets, team(engineers=2, shift="always"), dispatch="reserve: {down: 1}",
        faults="f: {}, d: {severity: down}",
    )  # fmt: skip
    # at 10:00 crew-1 is free and is kept, as crew-2 is at work; at 10:20 both are free
    assert when(found) == ["05 09:00 0 crew-1", "05 09:20 2 crew-2", "05 10:20 1 crew-1"]


def test_who_gets_free_in_another_trade_frees_the_reserve(tmp_path: Path) -> None:
    """One is kept at the outlet, whoever it is. When the water engineer is back, the gas engineer may go."""
    gas = team("gas", shift="always", more="skills: [gas]")
    water = "water: {outlet: gas, engineers: 1, shift: always, skills: [water]}"
    tickets = [job("05 09:00", 0, fault="w"), job("05 09:10", 0, fault="g")]
    found = service(
        tmp_path, tickets, gas, water, dispatch="reserve: {down: 1}",
        faults="g: {skill: gas}, w: {skill: water}, d: {severity: down}",
    )  # fmt: skip
    assert when(found) == ["05 09:00 0 water-1", "05 10:00 1 gas-1"]


def test_each_outlet_keeps_its_own_reserve(tmp_path: Path) -> None:
    """The outlet near by has one, who is kept; the far one has two and sends one."""
    found = service(
        tmp_path, [job("05 09:00", 10)], team("near", 5, shift="always"), team("far", 60, 2, shift="always"),
        dispatch="reserve: {down: 1}",
    )  # fmt: skip
    assert when(found) == ["05 09:00 0 far-1"]


def test_a_crew_leaves_the_reserve_alone(tmp_path: Path) -> None:
    """Three, one kept: a crew of two goes, a crew of three would not."""
    tickets = [job("05 09:00", 0, fault="three"), job("05 09:10", 0, fault="two")]
    found = service(
        tmp_path, tickets, team(engineers=3, shift="always"), dispatch="reserve: {down: 1}",
        faults="two: {crew: 2}, three: {crew: 3}",
    )  # fmt: skip
    assert [line[:10] for line in when(found)] == ["05 09:10 1", "05 09:10 1"]


# -- pace, the way back -----------------------------------------------------------------------------------------------


def test_who_is_slow_at_something_takes_longer_for_it_alone(tmp_path: Path) -> None:
    """A quarter longer for gas, diagnosis and signature included."""
    tickets = [job("05 09:00", 0, "1h", "g", "20min"), job("06 09:00", 0, "1h", "w", "20min")]
    found = service(
        tmp_path, tickets, team(more="skills: {gas: 1.25, water: 1}"),
        faults="g: {skill: gas, sign_off: 4min}, w: {skill: water, sign_off: 4min}",
    )  # fmt: skip
    assert found.lines(Event.DIAGNOSED, Event.RESTORED, Event.LEFT) == trajectory("""
    05 09:25 0 DIAGNOSED 1 crew-1
    05 10:40 0 RESTORED 1 crew-1
    05 10:45 0 LEFT 1 crew-1 1
    06 09:20 1 DIAGNOSED 1 crew-1
    06 10:20 1 RESTORED 1 crew-1
    06 10:24 1 LEFT 1 crew-1 1
    """)


def test_slow_work_stops_with_the_duty_and_what_is_left_takes_its_share(tmp_path: Path) -> None:
    """100 min at half the pace are 200: from 16:10 on fifty, and 150 in the morning."""
    found = service(
        tmp_path, [job("05 16:00", repair="100min", fault="g")], team(more="skills: {gas: 2}"),
        faults="g: {skill: gas}", dispatch="end_of_shift: next_day",
    )  # fmt: skip
    assert when(found, Event.LEFT) == ["06 10:40 0 crew-1"]


def test_who_returns_after_the_job_is_free_when_he_is_back(tmp_path: Path) -> None:
    """The second site is next to the first, but he drives back for ten minutes before he is sent again."""
    tickets = [job("05 09:00", 10, "30min"), job("05 09:35", 11, "30min")]
    found = service(tmp_path, tickets, team(shift="always"), dispatch="after_job: return")
    assert moves(found) == trajectory("""
    05 09:00 0 DISPATCHED 1 crew-1
    05 09:00 0 DEPARTED 1 crew-1 10000m
    05 09:10 0 ARRIVED 1 crew-1
    05 09:40 - HOMEWARD 1 crew-1 10000m
    05 09:40 0 LEFT 1 crew-1 1
    05 09:50 - BACK 0 crew-1
    05 09:50 1 DISPATCHED 1 crew-1
    05 09:50 1 DEPARTED 1 crew-1 11000m
    05 10:01 1 ARRIVED 1 crew-1
    05 10:31 - HOMEWARD 1 crew-1 11000m
    05 10:31 1 LEFT 1 crew-1 1
    05 10:42 - BACK 0 crew-1
    """)


def test_the_way_back_may_end_after_the_duty_and_is_no_second_drive_home(tmp_path: Path) -> None:
    tickets = [job("05 16:40", 10, "5min"), job("05 16:58", 0, "5min")]
    found = service(tmp_path, tickets, dispatch="after_job: return")
    assert moves(found)[3:8] == trajectory("""
    05 16:55 - HOMEWARD 1 crew-1 10000m
    05 16:55 0 LEFT 1 crew-1 1
    05 17:05 - BACK 0 crew-1
    06 08:00 1 DISPATCHED 1 crew-1
    06 08:00 1 DEPARTED 1 crew-1 0m
    """)
    assert Event.PAUSED not in found.log.event


def test_who_is_called_and_returns_is_called_again_from_home(tmp_path: Path) -> None:
    """Back at 20:00 for a moment: half an hour until he sets out again."""
    crew = team(more="on_call: {engineers: 1, mobilise: 30min, rest: 0s}")
    tickets = [job("05 18:00", 10, "70min"), job("05 19:55", 10, "5min")]
    found = service(tmp_path, tickets, crew, dispatch="after_job: return", within="4h")
    assert when(found, Event.DISPATCHED) == ["05 18:00 0 crew-1", "05 20:00 1 crew-1"]
    assert when(found) == ["05 18:30 0 crew-1", "05 20:30 1 crew-1"]
