"""How values are written: the first part of the reference page."""

from collections.abc import Iterator

from sim.scenario.distribution import NEEDS
from sim.wording import _


def grammar() -> Iterator[str]:
    """Paragraphs of Markdown."""
    yield "## " + _("How values are written")
    yield from _values()
    yield "### " + _("Short forms")
    yield from _short_forms()
    yield "### " + _("Distributions")
    yield from _distributions()
    yield "### " + _("Places")
    yield _(
        "A place is `lat` and `lon` in degrees; or `city`, a Chinese prefecture by name or code, whose centre is then "
        "an assumption; or, with `travel: {distance: plane}`, `x_km` and `y_km`. Swapped degrees are an error."
    )
    yield "### " + _("Values from the command line")
    yield from _paths()


def _values() -> Iterator[str]:
    rows = [
        (
            _("id"),
            "`north-1`",
            _("Lower-case letters, digits and hyphens; of sites, contracts and customers any text."),
        ),
        (_("duration"), "`90s` `30min` `4h` `2d` `1w`", _("A day is 24 h, a week 168 h. `0s` is allowed.")),
        (_("limit"), "`4h` `2wd` `2d..7d` `3 months`", _("`wd` are working days of the clock; `..` is a window.")),
        (_("step"), "`3 months` `1 year` `2w`", _("Months and years of the calendar, or a duration.")),
        (_("share"), "`90%` `0.9`", _("From 0 to 100 %.")),
        (_("percentage"), "`5%`", _("May exceed 100 %.")),
        (_("factor"), "`x1.2` `1.2`", _("So much times.")),
        (_("rate"), "`4/h` `0.5/d`", _("For each unit.")),
        (_("money"), "`1234.50`", _("In `currency`, two decimals at most.")),
        (_("count, or counts with shares"), "`2` `{1: 70%, 2: 30%}`", _("People or parts.")),
        (_("date, time"), "`2026-01-05` `2026/1/5` `2026-01-05 08:30`", _("Local time of the scenario.")),
        (_("hours"), '`"08:30-12:00"`', _("`22:00-06:00` passes midnight. Quote them.")),
        (
            _("text"),
            "`Coach service` `{en: Coach service, zh: 客车售后服务}`",
            _("Names and clauses in two languages."),
        ),
    ]
    head = f"| {_('what')} | {_('written')} | {_('remarks')} |\n|---|---|---|\n"
    yield head + "\n".join(f"| {what} | {written} | {remark} |" for what, written, remark in rows)


def _short_forms() -> Iterator[str]:
    yield _(
        "A bare value is the short form of a map (`on_call: 1` is `{engineers: 1}`; the tables name the key it stands "
        "for) and of a list of one (`takes: phone` is `[phone]`)."
    )
    yield _(
        "Any number may be `{value: 2, assumed: true, low: 1.5, high: 3}`: it is then shown as assumed wherever it "
        "matters. `pledge validate SCENARIO --resolved` prints every value with its origin: given, default or assumed."
    )
    yield _(
        "Tables are CSV in UTF-8 (GB18030 is read too, and said aloud). A blank cell stands for its default. A key, "
        "column or id that is not known is an error that names the nearest right word."
    )


def _distributions() -> Iterator[str]:
    yield _(
        "`repair: 2h` always takes 2 h. `{mean: 2h}` is lognormal with a coefficient of variation (`cv`) of 0.8, which "
        "is an assumption. Else `dist` says which:"
    )
    head = f"| dist | {_('needs')} |\n|---|---|\n"
    yield head + "\n".join(f"| `{kind}` | {', '.join(f'`{key}`' for key in keys)} |" for kind, keys in NEEDS.items())
    yield _(
        "`values` and `shares` are lists; `of` is a list of `{share: 30%, dist: …}` with a distribution each. In a CSV "
        'cell a map is quoted: `"{dist: gamma, mean: 9h, cv: 0.5}"`.'
    )


def _paths() -> Iterator[str]:
    yield _(
        "`--set path=value` puts a value into the files before they are checked. A path is the keys joined by dots, as "
        "the headings below show them; entries are named by their ids (`ID`), entries of lists without ids by number "
        "from 0 (`N`); `*` is every entry; a key with dots or colons stands in brackets."
    )
    yield (
        "```\n--set teams.north.engineers=3\n--set commitments.onsite-4h.within=6h\n--set sites.S001.units=8\n"
        "--set parts.pump.scrap=10%\n--set planned.quarterly.every='1 month'\n--set 'teams.*.on_call=1'\n"
        "--set desks.front.seats[08:00-20:00]=4\n```"
    )
