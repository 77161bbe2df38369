"""What a planner is told before anything is simulated."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import Problem, check

Write = Callable[..., Path]


@pytest.fixture
def warnings(folder: Write, full: dict[str, str]) -> Callable[..., list[Problem]]:
    def of(*changes: tuple[str, str, str], base: dict[str, str] = full) -> list[Problem]:
        files = dict(base)
        for name, old, new in changes:
            assert old in files[name]
            files[name] = files[name].replace(old, new)
        scenario, _plans, problems = check(folder(files))
        assert scenario is not None, list(map(str, problems))
        assert not any(problem.is_error for problem in problems), list(map(str, problems))
        return problems

    return of


Warnings = Callable[..., list[Problem]]
PLAN, SCENARIO = "plans/baseline.yaml", "scenario.yaml"


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_short_promise_with_office_hours(warnings: Warnings, smallest: dict[str, str]) -> None:
    [problem] = warnings(base=smallest)
    assert problem.code == "NOBODY_ON_DUTY" and "'onsite-4h' gives 4h around the clock" in problem.message
    assert warnings((PLAN, "engineers: 6", "engineers: 6, on_call: 1"), base=smallest) == []
    assert warnings((PLAN, "engineers: 6", "engineers: 6, shift: always"), base=smallest) == []


def test_a_desk_nobody_staffs_at_night(warnings: Warnings) -> None:
    found = {problem.code: problem.message for problem in warnings()}
    assert "nobody answers 'phone' in 28 of the 168 hours of a week (Mon 20:00-Tue 00:00)" in found["DESK_UNSTAFFED"]
    assert "DESK_UNSTAFFED" not in codes(warnings((PLAN, '"08:00-20:00": 3', '"08:00-24:00": 3')))


def test_no_calls_no_warning(warnings: Warnings) -> None:
    quiet = (SCENARIO, "5,5,5,1,1,1,1,1,1]", "5,5,5,1,1,0,0,0,0]")
    assert "DESK_UNSTAFFED" not in codes(warnings(quiet))


def test_estimated_holidays(warnings: Warnings) -> None:
    found = {problem.code: problem.message for problem in warnings()}
    assert "CN in 2027" in found["HOLIDAYS_ESTIMATED"]
    assert "HOLIDAYS_ESTIMATED" not in codes(warnings((SCENARIO, "start: 2026-01-05", "start: 2025-01-06")))


def test_a_skill_nobody_has(warnings: Warnings) -> None:
    found = warnings((PLAN, "skills: [body, chassis]", "skills: [body]"))
    [problem] = [problem for problem in found if problem.code == "NOBODY_ABLE"]
    assert "no team has skill 'chassis': coach.engine" in problem.message


def test_an_unserved_area(warnings: Warnings, smallest: dict[str, str]) -> None:
    found = warnings(("sites.csv", "玉溪市,1", "哈尔滨市,1"), base=smallest)
    [problem] = [problem for problem in found if problem.code == "UNSERVED_AREA"]
    assert "1 site lies farther" in problem.message and "S002" in problem.message


def test_a_region_in_no_territory(warnings: Warnings) -> None:
    found = warnings(("sites.csv", "S002,,,,玉溪,,", "S002,,,,玉溪,,south"))
    [problem] = [problem for problem in found if problem.code == "UNSERVED_AREA"]
    assert "south belong to no territory" in problem.message


def test_territories_asked_for_but_not_given(warnings: Warnings, smallest: dict[str, str]) -> None:
    plan = smallest[PLAN] + "dispatch: {assign: territory}\n"
    assert "NO_TERRITORIES" in codes(warnings(base={**smallest, PLAN: plan}))


def test_an_outlet_the_plan_does_not_have(warnings: Warnings) -> None:
    found = warnings(("sites.csv", "4,kunming,std", "4,dali,std"))
    assert "dali" in next(problem.message for problem in found if problem.code == "ABSENT_OUTLET")


def test_more_work_than_people(warnings: Warnings, smallest: dict[str, str]) -> None:
    found = warnings((SCENARIO, "rate_per_unit_year: 2", "rate_per_unit_year: 2000"), base=smallest)
    [problem] = [problem for problem in found if problem.code == "OVERLOADED"]
    assert "all visits together" in problem.message and "kunming, qujing" in problem.message


def test_more_calls_than_seats(warnings: Warnings) -> None:
    found = warnings((SCENARIO, "{mean: 6min}", "{mean: 6000h}"))
    assert any("desk front" in problem.message for problem in found if problem.code == "OVERLOADED")


def test_a_promise_without_target(warnings: Warnings) -> None:
    found = warnings(("commitments.yaml", "  target: {below: 3%}\n", ""))
    assert "NO_TARGET" in codes(found)
