"""报送进度: who is late, by how much, and the list to chase."""

from __future__ import annotations

import duckdb
import opened
import pytest

from orchestration.settings import Settings

YEAR, PROVINCE = "2020", "990000"


@pytest.fixture(autouse=True)
def home(province: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(province.home))


@pytest.fixture
def owed(province: Settings) -> dict[str, str]:
    """What became of each agency's report of the year, by agency."""
    with duckdb.connect(str(province.published), read_only=True) as con:
        rows = con.execute(
            "select agency, status from marts.fct_obligations join marts.dim_agencies"
            " using (agency_id) where year = ?",
            [int(YEAR)],
        ).fetchall()
    return dict(rows)


def test_the_list_to_chase_is_shown_first(owed: dict[str, str]) -> None:
    app = opened.page("progress", region=PROVINCE, year=YEAR)
    chased = opened.table(app, "机构", "逾期天数")
    wanted = {a for a, status in owed.items() if status in {"missing", "late", "undated"}}
    assert len(wanted) > 1
    assert set(chased["机构"]) == wanted
    late = chased.filter(chased["状态"] == "逾期")
    assert late.height
    assert all(int(days.replace(",", "")) > 0 for days in late["逾期天数"])


def test_counts_are_those_of_the_list(owed: dict[str, str]) -> None:
    app = opened.page("progress", region=PROVINCE, year=YEAR, show="全部应报机构")
    said = opened.words(app)
    assert f"{len(owed)} 个机构。" in said
    below = opened.table(app, "地区", "应报")
    assert set(below.columns) >= {"应报", "已收到", "按时", "逾期", "日期不详", "未报送"}
    assert sum(int(one) for one in below["逾期"]) <= sum(s == "late" for s in owed.values())


def test_one_status_alone_stands_in_the_address(owed: dict[str, str]) -> None:
    app = opened.page("progress", region=PROVINCE, year=YEAR)
    app = opened.choose(app, "显示", "未报送")
    missing = {a for a, status in owed.items() if status == "missing"}
    assert set(opened.table(app, "机构", "状态")["机构"]) == missing
    assert app.query_params["show"] in (["未报送"], "未报送")


def test_nobody_missing_is_linked_to_a_report_that_is_not_there(owed: dict[str, str]) -> None:
    app = opened.page("progress", region=PROVINCE, year=YEAR, show="未报送")
    assert not any(opened.table(app, "机构", "详情")["详情"].drop_nulls().str.contains("agency"))
