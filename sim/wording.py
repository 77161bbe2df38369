"""The language spoken to the user: English as written, others from the catalogues in `sim/locale`."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

DOMAIN = "pledge"
CATALOGUES = Path(__file__).parent / "locale"
SOURCE = "en"

_chosen: str | None = None
_catalogues: dict[str, gettext.NullTranslations] = {}


def set_language(lang: str | None) -> None:
    """Speak `lang` ('en', 'zh', 'zh_CN') from now on; None goes back to the environment's choice."""
    global _chosen
    _chosen = _short(lang) if lang else None


def language() -> str:
    """Code of the language spoken: the one set, else PLEDGE_LANG, else the system's locale, else English."""
    return _chosen or _short(os.environ.get("PLEDGE_LANG", "") or _system_locale())


def _(message: str) -> str:
    """The message in the user's language; the message itself where the catalogue has none."""
    return _catalogue().gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a counted message that fits `number`, in the user's language."""
    return _catalogue().ngettext(singular, plural, number)


def _catalogue() -> gettext.NullTranslations:
    lang = language()
    if lang not in _catalogues:
        _catalogues[lang] = gettext.translation(DOMAIN, CATALOGUES, [lang], fallback=True)
    return _catalogues[lang]


def _system_locale() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return os.environ[variable]
    import locale

    return locale.getlocale()[0] or SOURCE


def _short(lang: str) -> str:
    """'zh_CN.UTF-8', 'zh-Hans' and Windows' 'Chinese (Simplified)_China' are all 'zh'."""
    code = lang.replace("-", "_").split(".")[0].split("_")[0].strip().lower()
    if code.startswith("chinese"):
        return "zh"
    return code if len(code) in (2, 3) else SOURCE
