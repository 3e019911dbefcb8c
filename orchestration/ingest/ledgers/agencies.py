"""An agency named in a ledger: its official name, region, level and kind, as reports tell them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from orchestration.ingest.ledgers.values import FieldError, full_name
from orchestration.reading.agency import identify
from orchestration.reading.region import load_regions


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an agency by its name and, where it is given, its region."""

    name: str
    region_code: str
    level: str | None
    kind: str | None


@lru_cache(maxsize=32768)
def agency(name: str, region_code: str | None) -> Known:
    """The agency that a report headed by this name would be taken for.

    The reader's own rules tell it, so that the ledger's agency and the report's are the same one.

    Raises:
        FieldError: the region cannot be told from the name, or is not the one given.
    """
    regions = load_regions()
    region = regions.get(region_code) if region_code else None
    if region is not None:
        region = regions.present(region)
    title = f"{name}2023年政府信息公开工作年度报告"
    found = identify([title], regions)
    if found.region_code is None and region is not None:
        hint = f"{full_name(region)}{name.removeprefix(region.name)}"
        found = identify([title, hint], regions)
    if found.agency is None or found.region_code is None:
        if region is None:
            raise FieldError(f"看不出“{name}”在哪个地区", "请在地区一栏写明六位行政区划代码")
        return Known(name, region.code, found.level, found.kind)
    if region is not None and region.code != found.region_code:
        raise FieldError(
            f"“{name}”的名称属于 {found.region_code}，地区一栏却是 {region.code}",
            "请改正其中之一，或让地区一栏空着",
        )
    return Known(found.agency, found.region_code, found.level, found.kind)
