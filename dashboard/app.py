"""The dashboard: `streamlit run dashboard/app.py`, or `gongkai dashboard`."""

from __future__ import annotations

import gc
from datetime import UTC
from pathlib import Path
from typing import Any

import duckdb
import streamlit as st

from dashboard import access, warehouse
from dashboard.parts import figures
from dashboard.queries import builds

# Not named `pages`: Streamlit runs the files of such a folder by itself, past this one.
PAGES = Path(__file__).parent / "views"
LOOK_AGAIN_SECONDS = 5
# In the order of the menu; the first opens where the address names none.
TITLES = {
    "overview": "总览",
    "requests": "申请办理",
    "enforcement": "行政执法",
    "procurement": "采购与收费",
    "disputes": "复议诉讼",
    "progress": "报送进度",
    "findings": "数据核查",
    "agency": "机构",
    "summary": "汇总报表",
    "data": "数据下载",
}


@st.cache_resource(show_spinner=False)
def _settle() -> None:
    """What was loaded once stays: the collector need not go through it again for every page."""
    gc.collect()
    gc.freeze()


def main() -> None:
    """Draw the page that the address names, or say what is missing."""
    _settle()
    st.set_page_config(page_title="政府信息公开年度报告数据", layout="wide")
    st.html(f"<style>{(Path(__file__).parent / 'parts' / 'page.css').read_text('utf-8')}</style>")
    st.logo(Path(__file__).parent / "parts" / "logo.svg", size="large")
    if not access.admitted():
        return
    page = st.navigation(pages(), position="top")
    warehouse.pin_identity()
    watch_for_build(warehouse.file_identity())
    trouble = warehouse.problem()
    if trouble:
        show_trouble(trouble)
        return
    try:
        show_notice()
        page.run()
        show_footer()
    except warehouse.ReplacedError:
        st.rerun()
    except duckdb.CatalogException as error:
        show_trouble(f"数据文件与本页面的版本不符。{error.args[0].splitlines()[0]}")
    except duckdb.BinderException as error:
        show_trouble(f"数据文件与本页面的版本不符。{error.args[0].splitlines()[0]}")


def pages() -> list[Any]:
    """Every page, under the address of its name."""
    return [
        st.Page(PAGES / f"{name}.py", title=title, url_path=name, default=name == "overview")
        for name, title in TITLES.items()
    ]


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def watch_for_build(drawn: warehouse.Identity | None) -> None:
    """Draw the page anew once a build has replaced the file that it was drawn from."""
    if warehouse.file_identity() != drawn:
        st.rerun(scope="app")


def show_trouble(trouble: str) -> None:
    """A page that says what is wrong and what to run."""
    st.header("暂时没有可以显示的数据", anchor=False)
    st.text(trouble)
    st.text("请把报告放进 raw/ 文件夹，然后在项目文件夹中运行：")
    st.code("gongkai build", language=None)
    st.text("数据建成后，本页会自动显示，不需要重新启动。")
    st.caption("查找的文件：")
    st.text(str(warehouse.published_path()))


def show_notice() -> None:
    """What must be said on every page: that the figures are fictional."""
    notice = builds.notice()
    if notice:
        st.warning(f"{notice}：示例省及其机构、报告和数字均不存在。")


def show_footer() -> None:
    """When the data were built, and from how many documents."""
    build = builds.build().row(0, named=True)
    built_at = build["built_at"].replace(tzinfo=UTC).astimezone()
    st.divider()
    st.caption(
        f"数据建成于 {built_at:%Y年%m月%d日 %H:%M}，"
        f"共 {figures.number(build['documents'])} 份文件："
        f"完整读取 {figures.number(build['read'])}，部分读取 {figures.number(build['partial'])}，"
        f"未能读取 {figures.number(build['rejected'])}；"
        f"数据 {figures.number(build['figures'])} 项，"
        f"核查发现 {figures.number(build['findings'])} 条。"
    )
    access.show_logout()


main()
