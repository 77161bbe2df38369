"""Every kind of bad input a planner makes is one clear line at the right place, and all come at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import InputErrors, Problem, check, load_plan, load_scenario

Problems = Callable[..., list[Problem]]
Write = Callable[..., Path]

SCENARIO, COMMITMENTS, PLAN = "scenario", "commitments", "plan"

# file, what is written, what stands there instead, line, code, part of the message
ONE_BY_ONE = [
    (SCENARIO, "{mean: 3min}", "{mean: 3}", 14, "BAD_UNIT", "did you mean 3min or 3h?"),
    (SCENARIO, "first_fix: 95%", "first_fix: 95", 29, "OUT_OF_RANGE", "did you mean 95%?"),
    (SCENARIO, "first_fix: 95%", "first_fix: 0%", 29, "OUT_OF_RANGE", "never end"),
    (SCENARIO, "front: 15%, experts: 25%", "front: 15%, experts: 5%", 28, "OUT_OF_RANGE", "includes that of the front"),
    (
        SCENARIO,
        "rate_per_unit_year: 1.4",
        "rate_per_unit_yaer: 1.4",
        25,
        "UNKNOWN_KEY",
        "did you mean rate_per_unit_year?",
    ),
    (SCENARIO, "rate_per_unit_year: 1.4", "rate_per_unit_year: many", 25, "BAD_TYPE", "expected a number, got 'many'"),
    (SCENARIO, "rate: 0.5/d", "rate: 0.5", 34, "BAD_UNIT", "4/h"),
    (SCENARIO, "        rate_per_unit_year: 1.4\n", "", 25, "MISSING_KEY", "rate_per_unit_year"),
    (SCENARIO, "severity: general", "severity: generel", 26, "UNKNOWN_ID", "did you mean general?"),
    (SCENARIO, "{id: enginemaker", "{id: engine-maker", 34, "UNKNOWN_ID", "did you mean enginemaker?"),
    (SCENARIO, "all_of: [works, night]", "all_of: [works, nights]", 12, "UNKNOWN_ID", "did you mean night?"),
    (SCENARIO, "all_of: [works, night]", "all_of: [worknight]", 12, "LOOP", "by itself"),
    (SCENARIO, "days: mon-fri", "days: mo-fr", 10, "BAD_VALUE", "'mo' is no day"),
    (SCENARIO, '"08:30-12:00"', '"8.30-12"', 10, "BAD_VALUE", "08:30-17:00"),
    (SCENARIO, "holidays: CN", "holidays: China", 10, "UNKNOWN_WORD", "no holidays are known"),
    (SCENARIO, "Asia/Shanghai", "Asia/Peking", 3, "UNKNOWN_WORD", "unknown time zone 'Asia/Peking'"),
    (SCENARIO, "start: 2026-01-05", "start: 5 January", 6, "BAD_VALUE", "2026-01-05"),
    (SCENARIO, "weeks: 52", "weeks: 52, months: 12", 6, "CONFLICT", "exclude each other"),
    (SCENARIO, "weeks: 52, ", "", 6, "MISSING_KEY", "'months', 'weeks', 'days', 'hours'"),
    (SCENARIO, "runout: 5w", "runout: 1 month", 6, "BAD_UNIT", "differ in length"),
    (SCENARIO, "warmup: 2w", "warmup: -2w", 6, "OUT_OF_RANGE", "0s or more"),
    (SCENARIO, "schema: 1", "schema: 2", 1, "OUT_OF_RANGE", "schema 1 only"),
    (SCENARIO, "answer: live", "answer: lief", 14, "UNKNOWN_WORD", "expected one of live"),
    (SCENARIO, "regions: [云南省]", "regions: [云南]", 20, "UNKNOWN_ID", "did you mean 云南省?"),
    (SCENARIO, "factor: x2", "factor: double", 20, "BAD_TYPE", "x1.2"),
    (SCENARIO, "to: 2026-07-14", "to: 2026-06-14", 20, "OUT_OF_RANGE", "ends before it begins"),
    (SCENARIO, "months: [1,1,1,", "months: [1,1,", 18, "BAD_VALUE", "12 weights are needed, 11 are given"),
    (SCENARIO, "dist: triangular", "dist: trianglar", 31, "UNKNOWN_WORD", "did you mean triangular?"),
    (SCENARIO, "mode: 30min", "mode: 3h", 31, "OUT_OF_RANGE", "must rise"),
    (SCENARIO, ", mode: 30min", "", 31, "MISSING_KEY", "'mode' is missing"),
    (SCENARIO, "{kmh: 65}", "{first_km: 10, kmh: 65}", 37, "BAD_VALUE", "rest of the way"),
    (SCENARIO, "detour: 1.3", "detour: 0.3", 37, "OUT_OF_RANGE", "never shorter"),
    (SCENARIO, "per_km: 0.90", "per_km: 0.905", 40, "OUT_OF_RANGE", "two decimals"),
    (SCENARIO, "prices:", "parts: {}\nprices:", 40, "UNKNOWN_KEY", "unknown key 'parts'"),
    (SCENARIO, "country: CN", "country:", 4, "EMPTY_VALUE", "'country' has no value"),
    (SCENARIO, "currency: CNY", "timezone: UTC", 5, "DUPLICATE_KEY", "first in line 3"),
    (SCENARIO, "country: CN", "country: CN: x", 4, "BROKEN_YAML", "too many"),
    (SCENARIO, "country: CN", "country：CN", 4, "BROKEN_YAML", "full-width"),
    (SCENARIO, "      body:\n", "\tbody:\n", 24, "BROKEN_YAML", "tab"),
    (SCENARIO, "low: 2h, high: 4h", "low: 3h, high: 4h", 32, "OUT_OF_RANGE", "must rise"),
    (SCENARIO, "low: 2h, high: 4h", "low: 2, high: 4h", 32, "BAD_UNIT", "repair.mean"),
    (SCENARIO, "low: 2h, high: 4h", "lo: 2h, high: 4h", 32, "UNKNOWN_KEY", "did you mean low?"),
    (COMMITMENTS, "to: arrived", "to: arived", 4, "UNKNOWN_WORD", "did you mean arrived?"),
    (COMMITMENTS, "from: reported, to: arrived", "from: reported", 4, "MISSING_KEY", "'to' is missing"),
    (COMMITMENTS, "share_of: complained", "share_of: complaint", 32, "UNKNOWN_WORD", "did you mean complained?"),
    (COMMITMENTS, "covers: {fault: [body]", "covers: {falut: [body]", 6, "UNKNOWN_KEY", "did you mean fault?"),
    (COMMITMENTS, "fault: [body]", "fault: [bodi]", 6, "UNKNOWN_ID", "did you mean body?"),
    (COMMITMENTS, "reported_during: works", "reported_during: workz", 17, "UNKNOWN_ID", "did you mean works?"),
    (COMMITMENTS, "end_of_day: works", "end_of_day: workz", 22, "UNKNOWN_ID", "did you mean works?"),
    (COMMITMENTS, 'cutoff: "16:00"', "cutoff: 4pm", 22, "BAD_VALUE", "16:00"),
    (COMMITMENTS, "  within: 24h\n", "", 1, "MISSING_KEY", "a time limit is needed"),
    (COMMITMENTS, "  within: 24h\n", "  within: 24\n", 5, "BAD_UNIT", "did you mean 24min or 24h?"),
    (COMMITMENTS, "  within: 2wd\n", "  within: 2d\n", 27, "BAD_UNIT", "only with clock always"),
    (COMMITMENTS, "{below: 3%}", "{under: 3%}", 33, "UNKNOWN_KEY", "known: at_least, at_most, below"),
    (COMMITMENTS, "review: year", "review: week", 8, "UNKNOWN_WORD", "month, quarter, year, contract"),
    (
        COMMITMENTS,
        "  accept: 2000",
        "  target: 90%\n  accept: 2000",
        31,
        "CONFLICT",
        "'accept' decides only without a 'target'",
    ),
    (COMMITMENTS, "id: same-day", "id: handled-6h", 20, "DUPLICATE_ID", "there twice"),
    (COMMITMENTS, "id: same-day", "id: Same Day", 20, "BAD_ID", "did you mean same-day?"),
    (COMMITMENTS, "pause: [supplier, access]", "pause: suplier", 23, "UNKNOWN_WORD", "did you mean supplier?"),
    (
        COMMITMENTS,
        "  measure: {share_of: complained}\n",
        "  measure: {share_of: complained}\n  within: 30d\n",
        33,
        "CONFLICT",
        "no 'within'",
    ),
    (PLAN, "engineers: 6", "engineers: six", 12, "BAD_TYPE", "a whole number"),
    (PLAN, "engineers: 6", "enginers: 6", 12, "UNKNOWN_KEY", "did you mean engineers?"),
    (PLAN, "skills: [body, chassis]", "skills: [body, chasis]", 12, "UNKNOWN_ID", "did you mean chassis?"),
    (PLAN, "shift: works", "shift: work", 12, "UNKNOWN_ID", "did you mean works?"),
    (PLAN, "on_call: 1", "on_call: 7", 12, "OUT_OF_RANGE", "7 on call of 6"),
    (PLAN, "engineers: unlimited", "engineers: unlimited, on_call: 1", 13, "CONFLICT", "never runs out"),
    (PLAN, "{outlet: qujing", "{outlet: qujin", 13, "UNKNOWN_ID", "did you mean qujing?"),
    (PLAN, "  partner: {outlet: qujing, ", "  partner: {", 13, "MISSING_KEY", "name its 'outlet'"),
    (PLAN, "city: 昆明", "city: 昆名市", 7, "BAD_PLACE", "unknown city '昆名市'"),
    (PLAN, "lat: 25.49, lon: 103.80", "lat: 103.80, lon: 25.49", 8, "BAD_PLACE", "look swapped"),
    (PLAN, "lat: 25.49, lon: 103.80", "lat: 25.49, lon: 203.80", 8, "BAD_PLACE", "between -180 and 180"),
    (PLAN, "lat: 25.49, lon: 103.80", "lat: 25.49", 8, "BAD_PLACE", "'lon' is missing"),
    (PLAN, "outlets: [kunming, qujing]", "outlets: [kunming, qjing]", 10, "UNKNOWN_ID", "did you mean qujing?"),
    (PLAN, "takes: [phone]", "takes: [fone]", 3, "UNKNOWN_ID", "did you mean phone?"),
    (PLAN, "takes: [phone], ", "", 3, "NOBODY_ANSWERS", "no desk takes 'phone'"),
    (PLAN, "escalate_to: experts", "escalate_to: expert", 3, "UNKNOWN_ID", "did you mean experts?"),
    (PLAN, "escalate_to: experts", "escalate_to: duty", 3, "CONFLICT", "dispatch desk"),
    (PLAN, "experts: {", "experts: {escalate_to: front, ", 3, "LOOP", "in a circle"),
    (PLAN, "experts: {", "labs: {seats: 1}\n  experts: {escalate_to: labs, ", 5, "CONFLICT", "leave 'escalate_to' out"),
    (
        PLAN,
        "experts: {",
        "experts: {takes: phone, ",
        4,
        "CONFLICT",
        "two desks take 'phone': front and experts; give one of them the seats of both by hours",
    ),
    (
        PLAN,
        "handle: 3min}\n",
        "handle: 3min}\n  night: {role: dispatch, seats: 1}\n",
        6,
        "CONFLICT",
        "two desks dispatch: duty and night; give one",
    ),
    (PLAN, "08:00-20:00", "07:00-20:00", 3, "CONFLICT", "may not overlap"),
    (PLAN, '"08:00-20:00": 3', '"08:00-20:00": three', 3, "BAD_TYPE", "'three'"),
    (PLAN, "role: dispatch", "role: dispatcher", 5, "UNKNOWN_WORD", "did you mean dispatch?"),
    (PLAN, "rule: due_date", "rule: due", 14, "UNKNOWN_WORD", "due_date"),
    (PLAN, "desks:", "territory: {}\ndesks:", 2, "UNKNOWN_KEY", "did you mean territories?"),
    (PLAN, "  duty:", "  front:", 5, "DUPLICATE_KEY", "first in line 3"),
]


@pytest.mark.parametrize(("file", "old", "new", "line", "code", "words"), ONE_BY_ONE)
def test_one_by_one(spoil: Problems, file: str, old: str, new: str, line: int, code: str, words: str) -> None:
    found = spoil(file, old, new)
    assert (found[0].line, found[0].code) == (line, code), [str(problem) for problem in found]
    assert words in found[0].message
    assert all(problem.code == code for problem in found), [str(problem) for problem in found]


def test_a_problem_is_one_line_with_its_place(spoil: Problems) -> None:
    [problem] = spoil(SCENARIO, "first_fix: 95%", "first_fix: 95")
    assert str(problem) == (
        f"{problem.file}:29:20  OUT_OF_RANGE  products.coach.faults.body.first_fix: "
        "expected a share between 0% and 100%, got '95'; did you mean 95%?"
    )
    assert Path(problem.file).name == "scenario.yaml" and problem.hint == "95%" and problem.is_error


def test_several_at_once(folder: Write, full: dict[str, str]) -> None:
    home = folder(
        scenario=full["scenario.yaml"].replace("mon-fri", "mon-fry").replace("severity: general", "severity: generel"),
        commitments=full["commitments.yaml"].replace("fault: [body]", "fault: [bodi]").replace("2wd", "2 workdays?"),
        sites=full["sites.csv"].replace(",coach,", ",couch,").replace("玉溪", "玉西"),
        plan=full["plans/baseline.yaml"].replace("engineers: 6", "engineers: six").replace("shift: works", "shift: w"),
    )
    scenario, plans, problems = check(home)
    assert scenario is None and plans == {}
    assert [(Path(problem.file).name, problem.code) for problem in problems if problem.is_error] == [
        ("scenario.yaml", "BAD_VALUE"),
        ("scenario.yaml", "UNKNOWN_ID"),
        ("commitments.yaml", "UNKNOWN_ID"),
        ("commitments.yaml", "BAD_UNIT"),
        ("sites.csv", "UNKNOWN_ID"),
        ("sites.csv", "BAD_PLACE"),
        ("baseline.yaml", "BAD_TYPE"),
        ("baseline.yaml", "UNKNOWN_ID"),
    ]


def test_broken_yaml_hides_only_its_own_file(folder: Write, full: dict[str, str]) -> None:
    home = folder(scenario="schema: [1", commitments=full["commitments.yaml"].replace("to: arrived", "to: x"))
    _scenario, _plans, problems = check(home)
    assert [problem.code for problem in problems] == ["BROKEN_YAML", "UNKNOWN_WORD"]


def test_missing_files(folder: Write, tmp_path: Path) -> None:
    _scenario, _plans, problems = check(
        folder(scenario=None, commitments=None, sites=None, plan=None, base={"x.txt": ""})
    )
    assert [Path(problem.file).name for problem in problems] == [
        "scenario.yaml",
        "commitments.yaml",
        "sites.csv",
        "baseline.yaml",
    ]
    assert {problem.code for problem in problems} == {"MISSING_FILE"}
    _scenario, _plans, [problem] = check(tmp_path / "nowhere")
    assert problem.code == "MISSING_FILE" and "no such folder" in problem.message


def test_a_missing_plan_names_the_nearest(folder: Write) -> None:
    scenario = load_scenario(folder())
    with pytest.raises(InputErrors) as caught:
        load_plan(scenario, "basline")
    [problem] = caught.value.problems
    assert problem.code == "MISSING_FILE" and "did you mean baseline?" in problem.message


@pytest.mark.parametrize("text", ["", "# only a remark\n", "---\n"])
def test_empty_files(problems: Problems, text: str) -> None:
    [problem] = problems(scenario=text)
    assert problem.code == ("EMPTY_FILE")


def test_no_commitments(problems: Problems) -> None:
    [problem] = problems(commitments="[]\n")
    assert (problem.code, problem.message) == ("MISSING_KEY", "commitments: at least one entry is needed")


def test_files_nobody_reads(folder: Write) -> None:
    home = folder()
    (home / "site.csv").write_text("site_id\n", encoding="utf-8")
    (home / "notes.txt").write_text("anything", encoding="utf-8")
    _scenario, _plans, problems = check(home)
    [problem] = [problem for problem in problems if problem.is_error]
    assert problem.code == "UNKNOWN_TABLE" and "did you mean sites.csv?" in problem.message


def test_a_plan_for_another_scenario(problems: Problems, full: dict[str, str]) -> None:
    other = (
        full["plans/baseline.yaml"]
        .replace("skills: [body, chassis], shift: works", "skills: [gas, water], shift: early")
        .replace("regions: [云南省]", "regions: [Bavaria]")
    )
    found = problems(plan=other)
    assert [problem.code for problem in found] == ["FOREIGN_PLAN", *["UNKNOWN_ID"] * 4]
    assert "another scenario" in found[0].message


def test_no_judged_period(problems: Problems, full: dict[str, str]) -> None:
    [problem] = problems(scenario=full["scenario.yaml"].replace("weeks: 52", "weeks: 40"))
    assert (problem.line, problem.code) == (8, "NO_JUDGED_PERIOD") and "whole year" in problem.message


def test_the_runout_must_hold_the_longest_limit(problems: Problems, full: dict[str, str]) -> None:
    found = problems(scenario=full["scenario.yaml"].replace("runout: 5w", "runout: 13h"))
    assert {problem.code for problem in found} == {"RUNOUT_TOO_SHORT"}
    assert "onsite-100km" in found[0].message
    assert not any("reply-beyond-100km" in problem.message for problem in found)
    assert "horizon.runout to 1w" in found[0].message


def test_a_table_that_a_share_needs(problems: Problems, full: dict[str, str]) -> None:
    lines = [line for line in full["scenario.yaml"].splitlines(True) if not line.startswith("complaints")]
    [problem] = problems(scenario="".join(lines))
    assert problem.code == "MISSING_KEY" and "'complaints' in scenario.yaml" in problem.message


def test_a_supplier_contacted_by_a_desk_nobody_has(problems: Problems, full: dict[str, str]) -> None:
    [problem] = problems(scenario=full["scenario.yaml"].replace("desk: front", "desk: frond"))
    assert Path(problem.file).name == "baseline.yaml" and "did you mean front?" in problem.message


def test_a_supplier_contacted_by_a_dispatch_desk(problems: Problems, full: dict[str, str]) -> None:
    plan = full["plans/baseline.yaml"].replace("duty:", "front-duty:")
    [problem] = problems(scenario=full["scenario.yaml"].replace("desk: front", "desk: front-duty"), plan=plan)
    assert problem.code == "CONFLICT" and "is a dispatch desk" in problem.message
    assert "did you mean front?" in problem.message


def test_anchors_are_fine_but_not_without_end(problems: Problems, full: dict[str, str]) -> None:
    text = full["scenario.yaml"]
    shared = text.replace("talk: {mean: 6min}", "talk: &talk {mean: 6min}").replace("{mean: 5h}", "*talk")
    assert problems(scenario=shared) == []
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{here}: &{here} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, here in zip("abcdefg", "bcdefgh", strict=True)
    )
    [problem] = problems(scenario=text + bomb)
    assert problem.code == "LIMIT" and "too much" in problem.message
    assert [one.code for one in problems(scenario="a: " + "[" * 3000)] == ["LIMIT"]
    assert [one.code for one in problems(scenario="a: &a [*a]")] == ["LIMIT"]


def test_errors_survive_a_process_boundary(spoil: Problems) -> None:
    import pickle

    errors = InputErrors(spoil(SCENARIO, "first_fix: 95%", "first_fix: 95"))
    assert pickle.loads(pickle.dumps(errors)).problems == errors.problems


# -- whatever is written, the answer is in a planner's words ----------------------------------------------------------

FORBIDDEN = (
    "pydantic",
    "Input should",
    "NoneType",
    "<class",
    "validat",
    "Traceback",
    "dict",
    "tuple",
    "frozenset",
    "__",
)
PATHS = (
    "horizon",
    "horizon.start",
    "severities",
    "calendars",
    "calendars.works.hours",
    "channels",
    "channels.phone",
    "channels.phone.redial",
    "profile.hours",
    "profile.surges",
    "products",
    "products.coach",
    "products.coach.faults",
    "products.coach.faults.body",
    "products.coach.faults.body.repair",
    "products.coach.faults.body.remote_fix",
    "suppliers.enginemaker.contact",
    "travel.speeds",
    "satisfaction",
    "commitments",
    "commitments.same-day",
    "commitments.same-day.measure",
    "commitments.same-day.by",
    "commitments.onsite-100km.covers",
    "commitments.handled-6h.cases",
    "commitments.onsite-100km.penalty",
    "desks",
    "desks.front.seats",
    "desks.front.takes",
    "outlets.qujing",
    "teams",
    "teams.kunming",
    "teams.kunming.on_call",
    "territories.all",
    "dispatch",
    "products.coach.faults.body.crew",
    "products.coach.faults.body.parts",
    "products.coach.swap",
    "travel.hour_factor",
    "travel.disruptions",
    "prices.overtime",
    "outlets.qujing.stock",
    "outlets.qujing.stock.a",
    "central",
    "supply",
    "supply.lateral",
    "supply.sourcing",
    "swap",
    "teams.kunming.skills",
    "teams.kunming.van",
    "teams.kunming.leave",
    "teams.kunming.at_most",
    "teams.kunming.on_call.wake",
    "dispatch.reserve",
)
JUNK = st.recursive(
    st.one_of(
        st.booleans().map(lambda flag: str(flag).lower()),
        st.integers(-10, 10**6).map(str),
        st.sampled_from(
            ["1.5", "4h", "90%", "x2", "body", "2026-01-01", '"08:00-12:00"', ".nan", ".inf", "1e999", "''"]
        ),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "mean",
                    "dist",
                    "of",
                    "value",
                    "assumed",
                    "from",
                    "to",
                    "a",
                    "faults",
                    "any",
                    "not",
                    "file",
                    "s",
                    "S",
                ]
            ),
            inner,
            max_size=3,
        ).map(lambda parts: "{" + ", ".join(f"{key}: {part}" for key, part in parts.items()) + "}"),
    ),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PATHS), junk=JUNK)
def test_junk_is_refused_in_plain_words(folder: Write, path: str, junk: str) -> None:
    _scenario, _plans, problems = check(folder(), None, [f"{path}={junk}"])
    for problem in problems:
        assert not any(word in str(problem) for word in FORBIDDEN), str(problem)
        assert "\n" not in str(problem)
        assert problem.code == problem.code.upper()


STOCKED_PATHS = (
    "parts.pump.unit_cost",
    "parts.pump.kind",
    "parts.*.lead",
    "parts.lamp.lead.mean",
    "parts",
    "products.analyser.swap",
    "products.analyser.unit",
    "products.analyser.faults.gas.crew",
    "products.analyser.faults.gas.parts",
    "travel.distance",
    "severities",
    "sites.*.access",
    "outlets.*.stock",
    "outlets.qujing.stock.file",
    "central.stock",
    "supply.lateral.between",
    "supply.courier",
    "swap",
    "teams.*.van",
    "teams.*.engineers",
    "teams.qujing.skills",
    "dispatch.assign",
    "dispatch.reserve",
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(STOCKED_PATHS), junk=JUNK)
def test_junk_about_parts_is_refused_in_plain_words(
    folder: Write, stocked: dict[str, str], path: str, junk: str
) -> None:
    _scenario, _plans, problems = check(folder(stocked), None, [f"{path}={junk}"])
    for problem in problems:
        assert not any(word in str(problem) for word in FORBIDDEN), str(problem)
        assert "\n" not in str(problem)
