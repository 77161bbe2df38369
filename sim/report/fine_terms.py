"""What a miss costs and what keeping a promise brings, as the contract says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import figures
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.scenario import Band, Cap, Penalty


def fine_text(penalty: Penalty, currency: str) -> str:
    """'500 CNY a miss, at most 300,000 CNY a period'."""
    amount = _Amounts(currency)
    told = [
        *([_("{amount} a miss").format(amount=amount(penalty.per_miss))] if penalty.per_miss else []),
        *([_("{amount} an hour late").format(amount=amount(penalty.per_hour_late))] if penalty.per_hour_late else []),
        *([_of_fee(penalty)] if penalty.percent_of_fee else []),
        *(_band(band, amount) for band in penalty.bands),
    ]
    if penalty.when == "target_missed":
        told.append(_("only in a period that missed its target"))
    if penalty.free_misses:
        text = ngettext("{n} miss a period is free", "{n} misses a period are free", penalty.free_misses)
        told.append(text.format(n=penalty.free_misses))
    told += [_cap(penalty.limit, amount)] if penalty.limit is not None else []
    told += [_("bonus {amount} a period that meets it").format(amount=amount(penalty.bonus))] if penalty.bonus else []
    return ", ".join(told) or _("nothing")


def _of_fee(penalty: Penalty) -> str:
    share = figures.plain_percent(penalty.percent_of_fee or 0.0)
    by_period = penalty.when == "target_missed"
    text = _("{share} of the yearly fee a period") if by_period else _("{share} of the yearly fee a miss")
    return text.format(share=share)


def _band(band: Band, amount: _Amounts) -> str:
    share = figures.plain_percent(float(band.below))
    if band.percent_of_fee is not None:
        text = _("{fee} of the yearly fee below {share}")
        return text.format(fee=figures.plain_percent(band.percent_of_fee), share=share)
    return _("{amount} below {share}").format(amount=amount(band.amount), share=share)


def _cap(cap: Cap, amount: _Amounts) -> str:
    most = amount(cap.amount)
    if cap.share_of_fee is not None:
        most = _("{share} of the yearly fee").format(share=figures.plain_percent(cap.share_of_fee))
    text = _("at most {most} a period") if cap.per == "period" else _("at most {most} over the contract")
    return text.format(most=most)


class _Amounts:
    """Cents as an amount of the scenario's currency."""

    def __init__(self, currency: str) -> None:
        self.currency = currency

    def __call__(self, cents: int | None) -> str:
        return f"{figures.amount((cents or 0) / 100)} {self.currency}"
