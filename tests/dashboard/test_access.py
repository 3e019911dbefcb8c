"""Where an office asks for a login, nothing is shown before it; without one nobody is asked."""

from __future__ import annotations

from typing import Any

import opened
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access
from orchestration.settings import Settings

AUTH = {"redirect_uri": "https://x.invalid/oauth2callback", "cookie_secret": "c"}
LIST = ["@office.gov.cn", "leader@province.gov.cn"]


def app(province: Settings, user: dict[str, Any], **secrets: Any) -> AppTest:
    one = AppTest.from_file(str(opened.DASHBOARD / "app.py"), default_timeout=120)
    one.secrets.update(secrets)
    one.user = user
    one.run()
    assert not one.exception
    return one


@pytest.fixture(autouse=True)
def home(province: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_HOME", str(province.home))


def test_nobody_is_asked_where_no_login_is_set_up(province: Settings) -> None:
    shown = app(province, {})
    assert "数据建成于" in opened.words(shown)
    assert not [one for one in shown.button if one.label == "退出登录"]


def test_nothing_is_shown_before_the_login(province: Settings) -> None:
    shown = app(province, {"is_logged_in": False}, auth=AUTH)
    assert shown.header[0].value == "请先登录"
    assert [one.label for one in shown.button] == ["登录"]
    assert not shown.metric
    assert not opened.tables(shown)
    assert "数据建成于" not in opened.words(shown)


def test_who_is_not_on_the_list_is_told_so(province: Settings) -> None:
    user = {"is_logged_in": True, "email": "somebody@elsewhere.cn"}
    shown = app(province, user, auth=AUTH, access={"allow": LIST})
    assert shown.header[0].value == "您的账号没有查看权限"
    assert "somebody@elsewhere.cn" in opened.words(shown)
    assert not shown.metric


def test_who_is_on_the_list_sees_the_pages_and_can_leave(province: Settings) -> None:
    user = {"is_logged_in": True, "email": "A@Office.gov.cn"}
    shown = app(province, user, auth=AUTH, access={"allow": LIST})
    assert shown.metric
    assert [one for one in shown.button if one.label == "退出登录"]


@pytest.mark.parametrize(
    ("user", "is_in"),
    [
        ({"email": "a@office.gov.cn"}, True),
        ({"email": "LEADER@province.gov.cn"}, True),
        ({"email": "other@province.gov.cn"}, False),
        ({"email": "a@evil.cn@office.gov.cn.evil.cn"}, False),
        ({"email": "a@sub.office.gov.cn"}, False),
        ({"email": "a@office.gov.cn", "email_verified": False}, False),
        ({"email": ""}, False),
        ({}, False),
    ],
)
def test_the_list_names_addresses_and_domains(user: dict[str, Any], is_in: bool) -> None:
    assert access.is_allowed(user, LIST) is is_in


def test_without_a_list_whoever_can_log_in_is_let_in() -> None:
    assert access.is_allowed({}, [])
