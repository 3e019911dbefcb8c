"""Which form the reports of the fictional province are made out in: by year, by city, by habit."""

from __future__ import annotations

from random import Random
from typing import Final

from orchestration.demo.figures import FORMS
from orchestration.demo.province.agencies import Agency

FIRST_YEAR: Final = 2008
# In every so many cities the local form stays in use beside the national one.
_LOCAL_EVERY, _LAST_LOCAL = 3, 2018
# So many agencies print the form before the one in use for some years more.
_SLOW_SHARE = 0.1


def form_of(agency: Agency, year: int, seed: int) -> str:
    """The form, a key of `FORMS`, that an agency's report on a year is made out in.

    Raises:
        ValueError: a year before the first form.
    """
    if year < FIRST_YEAR:
        raise ValueError(f"示例省的报告从 {FIRST_YEAR} 年起，没有 {year} 年的")
    if year <= _LAST_LOCAL:
        return "shanghai-2008" if year < 2014 or _is_local(agency) else "2014"
    if year < 2021:
        return "2019"
    rng = Random(f"slow/{seed}/{agency.name}")
    is_slow, years, habit = rng.random() < _SLOW_SHARE, rng.randint(1, 4), rng.random()
    if not is_slow or year >= 2021 + years:
        return "2021"
    return "mixed" if habit < 0.7 else "2019"


def forms_behind(form: str, year: int) -> tuple[str, ...]:
    """The forms whose figures an agency has, whichever it prints, so that governments can add up.

    What the local form counts and the national one has no row for is then nil (see `unshared`).
    """
    if year >= 2019:
        return ("2021", "2019")
    return ("shanghai-2008", "2014") if form == "shanghai-2008" and year >= 2014 else (form,)


def unshared(form: str, year: int) -> frozenset[str]:
    """Rows that only one of the forms behind a report counts, and that would tear their sums."""
    return _TORN if len(forms_behind(form, year)) > 1 and year < 2019 else frozenset()


_TORN = frozenset(
    "disposition." + row
    for row in (
        "already_public", "other_route", "not_government_information", "duplicate", "other",
        "refused.process_information",
    )
)  # fmt: skip


def _is_local(agency: Agency) -> bool:
    """The code of a city's region has the city's number in its third and fourth place."""
    return agency.region.city is not None and int(agency.region.code[2:4]) % _LOCAL_EVERY == 1


assert {"2014", "2019", "2021", "mixed", "shanghai-2008"} <= FORMS.keys()
