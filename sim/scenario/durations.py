"""Durations, limits and rates: everything with a unit of time."""

from fractions import Fraction

from sim.scenario.problems import Flaw
from sim.scenario.units import bad_unit, out_of_range, round_half_up, split_quantity, text_of, write_number
from sim.wording import _

SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
_NAMES = {
    "s": "sec secs second seconds 秒 秒钟",
    "min": "m mins minute minutes 分 分钟",
    "h": "hr hrs hour hours 小时 时 钟头",
    "d": "day days 天 日",
    "w": "wk wks week weeks 周 星期",
    "wd": "workday workdays 工作日 个工作日",
}
UNIT_OF = {name: unit for unit, names in _NAMES.items() for name in names.split()}


def parse_exact_duration(value: object) -> Fraction:
    """Seconds of `90s 30min 4h 2d 1w`, decimals allowed. Refuses calendar steps and workdays."""
    expected = _("a duration such as 30min or 4h")
    number, unit = split_quantity(value, expected)
    if unit not in SECONDS:
        raise _wrong_duration_unit(value, expected, unit)
    if number < 0:
        raise out_of_range(_("a duration of 0s or more"), value)
    return number * SECONDS[unit]


def _wrong_duration_unit(value: object, expected: str, unit: str) -> Flaw:
    amount = text_of(value, expected)[: len(text_of(value, expected)) - len(unit)].strip() if unit else ""
    if not unit:
        amount = text_of(value, expected)
        return bad_unit(expected, value, _("{amount}min or {amount}h").format(amount=amount))
    if unit.lower() in ("month", "months", "year", "years", "月", "个月", "年"):
        return bad_unit(_("a duration in s, min, h, d or w (months and years differ in length)"), value)
    right = unit.lower() if unit.lower() in SECONDS else UNIT_OF.get(unit.lower())
    if "wd" in (right, unit):
        return bad_unit(_("a duration in s, min, h, d or w (workdays stand only in `within`)"), value)
    return bad_unit(expected, value, f"{amount}{right}" if right else None)


def parse_duration(value: object) -> int:
    """Whole seconds of a duration, the nearest if it is not whole."""
    return round_half_up(parse_exact_duration(value))


def parse_seconds(value: object) -> float:
    """Seconds of a duration as the distributions use them."""
    return float(parse_exact_duration(value))


def write_duration(seconds: float) -> str:
    """The shortest text that reads back as these seconds: 5400 -> `90min`, 7200 -> `2h`."""
    exact = Fraction(seconds)
    if exact.denominator > 1:
        return f"{seconds!r}s"
    whole = exact.numerator
    unit = next((unit for unit in ("w", "d", "h", "min") if whole and whole % SECONDS[unit] == 0), "s")
    return f"{whole // SECONDS[unit]}{unit}"


def parse_limit(value: object) -> tuple[int, str]:
    """Amount and unit of a limit: (14400, 'h') for `4h`, (2, 'wd') for `2wd`; all but workdays count seconds."""
    number, unit = split_quantity(value, _("a limit such as 4h or 2wd"))
    if unit == "wd" or UNIT_OF.get(unit.lower()) == "wd":
        if number.denominator != 1 or number < 1:
            raise out_of_range(_("a whole number of workdays, 1wd or more"), value)
        return number.numerator, "wd"
    seconds = parse_duration(value)
    if seconds == 0:
        raise out_of_range(_("a limit longer than 0s"), value)
    return seconds, unit


def write_limit(limit: tuple[int, str]) -> str:
    """The limit as it was meant: `24h` stays hours, `1d` stays days."""
    amount, unit = limit
    if unit == "wd":
        return f"{amount}wd"
    return f"{amount // SECONDS[unit]}{unit}" if amount % SECONDS[unit] == 0 else write_duration(amount)


def parse_rate(value: object) -> float:
    """Events per second from `4/h`."""
    expected = _("a rate such as 4/h or 0.5/d")
    text = text_of(value, expected)
    amount, slash, unit = text.partition("/")
    if not slash or unit.strip() not in SECONDS:
        right = UNIT_OF.get(unit.strip().lower())
        raise bad_unit(expected, value, f"{amount}/{right}" if right else None)
    number, odd = split_quantity(amount, expected)
    if odd or number < 0:
        raise out_of_range(expected, value)
    return float(number / SECONDS[unit.strip()])


def write_rate(rate: float) -> str:
    """The shortest text that reads back as this rate."""
    texts = [f"{write_number(rate * seconds)}/{unit}" for unit, seconds in SECONDS.items()]
    same = [text for text in texts if "e" not in text and parse_rate(text) == rate]
    return min(same or texts, key=len)
