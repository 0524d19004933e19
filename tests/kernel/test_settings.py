"""Settings come from the environment; one that does not fit is named, never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from liuke.kernel.settings import Settings, UnfitSetting, load, strangers


def test_nothing_is_required() -> None:
    settings, sources = load({})
    assert settings == Settings()
    assert set(sources.values()) == {"default"}


def test_a_setting_is_read_as_its_kind_and_names_its_source() -> None:
    settings, sources = load({"LIUKE_PORT": "9000", "LIUKE_HOME": "~/shop", "PORT": "1"})
    assert (settings.port, settings.home) == (9000, Path.home() / "shop")
    assert (sources["port"], sources["host"]) == ("LIUKE_PORT", "default")


@pytest.mark.parametrize(
    ("name", "value", "reason_zh"),
    [
        ("LIUKE_PORT", "eighty", "应为整数，收到的是文本"),
        ("LIUKE_PORT", "70000", "不能大于 65535"),
        ("LIUKE_POOL_SIZE", "0", "不能小于 1"),
        ("LIUKE_LOG_LEVEL", "loud", "没有 'loud' 这个选项"),
        ("LIUKE_ENGINE", "hadoop", "没有 'hadoop' 这个选项"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_its_reason(
    name: str, value: str, reason_zh: str
) -> None:
    with pytest.raises(UnfitSetting) as refused:
        load({name: value})
    assert (refused.value.setting, refused.value.reason_zh) == (name, reason_zh)
    assert "$" not in refused.value.reason


def test_a_pooler_needs_the_address_of_the_server_behind_it() -> None:
    both = {"LIUKE_POOL_URL": "postgresql://a@pool/b", "LIUKE_DATABASE_URL": "postgresql://a@db/b"}
    assert load(both)[0].pool_url == "postgresql://a@pool/b"
    with pytest.raises(UnfitSetting) as refused:
        load({"LIUKE_POOL_URL": "postgresql://a@pool/b"})
    assert refused.value.setting == "LIUKE_POOL_URL"
    assert "LIUKE_DATABASE_URL" in refused.value.reason
    assert "LIUKE_DATABASE_URL" in refused.value.reason_zh


def test_what_only_looks_like_a_setting_is_noticed() -> None:
    assert strangers({"LIUKE_DATABSE_URL": "x"}) == {"LIUKE_DATABSE_URL": "LIUKE_DATABASE_URL"}
    assert strangers({f"LIUKE_{name.upper()}": "" for name in Settings.__struct_fields__}) == {}
