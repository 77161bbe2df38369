"""Faults planted between the luck and the figures: rates, intervals and verdicts."""

from tests.planted.fault import Fault

IN_FIGURES = (
    Fault(
        "weekend",
        "sim/world/rates.py",
        "mean = (5 * weekday.mean() + 2 * weekend.mean()) / 7",
        "mean = (weekday.mean() + weekend.mean()) / 2",
        "a profile by the hour changes how many tickets there are in a week",
        ("statistics",),
    ),
    Fault(
        "normal-for-t",
        "sim/study/estimate.py",
        "    half = t_quantile(n - 1) * error\n",
        "    half = t_quantile(1e9) * error\n",
        "intervals as if the spread were known: too narrow after few replications",
        ("statistics", "rooms/study"),
    ),
    Fault(
        "one-sided",
        "sim/study/estimate.py",
        "return float(stdtrit(freedom, (1 + CONFIDENCE) / 2))",
        "return float(stdtrit(freedom, CONFIDENCE))",
        "an interval that is said to hold 95 % holds 90 %",
        ("statistics", "rooms/study"),
    ),
    Fault(
        "verdict",
        "sim/study/verdict.py",
        "    if low >= assurance:\n",
        "    if kept / n >= assurance:\n",
        "a plan holds as soon as the share of good years is high enough, however few there were",
        ("rooms/study",),
    ),
)
