"""Who may see the pages, where the office asks for a login. See ACCESS.md.

Without `[auth]` in `.streamlit/secrets.toml` nobody is asked: the dashboard then answers only this
machine, or whom the network lets in. With it, readers log in with the office's own OpenID Connect
service, and `[access]` may name who is let in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st


def is_asked_for() -> bool:
    """Whether readers must log in."""
    return _section("auth") is not None


def admitted() -> bool:
    """Whether this reader may see the pages; else the page says why not, and what to do."""
    if not is_asked_for():
        return True
    if not st.user.is_logged_in:
        st.header("请先登录", anchor=False)
        st.text("本看板只供有权限的人员查看。")
        st.button("登录", type="primary", on_click=st.login)
        return False
    if not is_allowed(st.user.to_dict(), _allowed()):
        st.header("您的账号没有查看权限", anchor=False)
        st.text(f"当前账号：{st.user.get('email') or '（没有邮箱地址）'}")
        st.text("请与政务公开办公室联系，或换一个账号登录。")
        show_logout()
        return False
    return True


def show_logout() -> None:
    """A button to leave, where readers log in."""
    if is_asked_for():
        st.button("退出登录", type="tertiary", on_click=st.logout, key="screen-logout")


def is_allowed(user: Mapping[str, Any], allowed: Sequence[str]) -> bool:
    """Whether somebody is on the list: by the whole address, or by its domain (`@office.gov.cn`).

    An empty list lets in whoever could log in. An address that the service says is not verified
    counts for nothing.
    """
    if not allowed:
        return True
    email = str(user.get("email") or "").casefold()
    if not email or user.get("email_verified") is False:
        return False
    wanted = [one.strip().casefold() for one in allowed]
    return email in wanted or f"@{email.rpartition('@')[2]}" in wanted


def _allowed() -> list[str]:
    return [str(one) for one in (_section("access") or {}).get("allow", [])]


def _section(name: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] | None = st.secrets.get(name)
    except FileNotFoundError:  # no secrets at all
        return None
    return found
