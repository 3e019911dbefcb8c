"""The documented set-ups: Streamlit's own login with a service, and nginx in front."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import identity_service
import pytest
from playwright.sync_api import Browser, expect
from serving import PROJECT, free_port, wait_until_served

from orchestration.settings import Settings

EXAMPLE = PROJECT / "dashboard" / "nginx.conf.example"


def start(home: Path, port: int, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/app.py"]
    return subprocess.Popen(
        [*command, "--server.port", str(port), *options],
        cwd=PROJECT,
        env={**os.environ, "GONGKAI_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def guarded(province: Settings, tmp_path: Path) -> Iterator[tuple[str, identity_service.Service]]:
    """The dashboard asking for a login, and the service that it asks."""
    port = free_port()
    with identity_service.running() as service:
        secrets = tmp_path / "secrets.toml"
        secrets.write_text(
            f"""
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a secret for tests alone, long enough to sign with"
client_id = "{identity_service.CLIENT}"
client_secret = "{identity_service.SECRET}"
server_metadata_url = "{service.issuer}/.well-known/openid-configuration"
[access]
allow = ["@office.gov.cn"]
""",
            encoding="utf-8",
        )
        process = start(province.home, port, "--secrets.files", str(secrets))
        try:
            wait_until_served(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}", service
        finally:
            stop(process)


def test_a_reader_logs_in_and_out(
    browser: Browser, guarded: tuple[str, identity_service.Service]
) -> None:
    address, service = guarded
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{address}/progress")
    expect(page.get_by_role("heading", name="请先登录")).to_be_visible()
    expect(page.get_by_text("报送进度")).to_have_count(0)
    service.email = "stranger@elsewhere.cn"
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("stranger@elsewhere.cn")).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(0)
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="请先登录")).to_be_visible()
    service.email = "reader@office.gov.cn"
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    context.close()


@pytest.fixture
def proxied(province: Settings, tmp_path: Path) -> Iterator[str]:
    """The dashboard below a path of the example's nginx; without its certificate."""
    if shutil.which("nginx") is None:
        pytest.skip("nginx 没有安装：apt-get install -y nginx-light")
    inner, outer = free_port(), free_port()
    config = tmp_path / "nginx.conf"
    config.write_text(as_tested(inner, outer, tmp_path), encoding="utf-8")
    subprocess.run(["nginx", "-t", "-c", str(config)], check=True, capture_output=True, text=True)
    proxy = subprocess.Popen(["nginx", "-c", str(config), "-g", "daemon off;"])
    process = start(province.home, inner, "--server.baseUrlPath", "gongkai")
    try:
        wait_until_served(f"http://127.0.0.1:{inner}/gongkai", process)
        wait_until_open(outer)
        yield f"http://127.0.0.1:{outer}/gongkai"
    finally:
        stop(process)
        stop(proxy)


def as_tested(inner: int, outer: int, folder: Path) -> str:
    """The example as a whole configuration on free ports, below /gongkai/."""
    text = EXAMPLE.read_text(encoding="utf-8")
    text = re.sub(r"\n\s*ssl_\w+ [^;]+;[^\n]*", "", text)
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{outer};")
    text = text.replace("127.0.0.1:8501", f"127.0.0.1:{inner}")
    text = text.replace("location / {", "location /gongkai/ {")
    text = text[: text.index("server {\n    listen 80;")]
    return (
        f"pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/body;\n"
        f"proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;\n"
        f"uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n{text}\n}}\n"
    )


def wait_until_open(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("nginx did not start")


def test_pages_work_below_a_path_of_a_proxy(browser: Browser, proxied: str) -> None:
    with urllib.request.urlopen(f"{proxied}/", timeout=10) as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{proxied}/?region=990000&year=2021")
    expect(page.get_by_test_id("stMetric").first).to_be_visible()
    page.get_by_role("link", name="数据核查").click()
    expect(page).to_have_url(re.compile("/gongkai/findings"))
    expect(page.get_by_text("数据建成于")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="查看", exact=True).first.click()
    expect(opened.value).to_have_url(re.compile("/gongkai/agency"))
    expect(opened.value.get_by_role("heading", level=2)).to_be_visible()
    context.close()
