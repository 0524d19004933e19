"""Files in and out of the command line."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest

from tests.connect.test_workbook import packed
from tests.connect.test_workbook_sheets import book, rows
from tests.surfaces.operator import Operator
from tests.surfaces.test_cli_programme import kept

pytestmark = pytest.mark.slow

PEOPLE = """会员编号,姓名,手机号码,生日,性别,标签,喜好
A1,王小明,13800138001,1990/3/8,男,常客；VIP,茶
A2,李雷,13800138002,1991年12月1日,男,,
A3,坏号码,123,,,,
A4,"=cmd|'/c calc'!A1",13800138004,,女,,
"""
GOODS = """商品编码,商品名称,分类,规格编码,售价,条码
tee,T恤,服装,tee-s,99.00,6901
tee,T恤,服装,tee-m,99.00,6902
cap,帽子,服装,,45,
"""
TEN = {
    "code": "ten", "name": "ten", "name_zh": "十元券",
    "effect": {"kind": "cash", "amount_minor": 1000}, "validity": {"kind": "dates"},
}  # fmt: skip
BOOK = {
    "code": "mine", "name": "mine", "name_zh": "我的", "books": [{"code": "stars"}],
    "coupons": [TEN],
}  # fmt: skip


def saved(folder: Path, name: str, text: str, encoding: str = "utf-8") -> str:
    place = folder / name
    place.write_text(text, encoding=encoding)
    return str(place)


def test_a_chinese_spreadsheet_comes_in_and_its_bad_row_comes_back(
    operator: Operator, tmp_path: Path
) -> None:
    file = saved(tmp_path, "会员.csv", PEOPLE, "gb18030")
    words = operator.of_shop("import", "members", file)
    rehearsed = operator.asks(*words, "--dry-run", fails=True)
    assert (rehearsed["taken"], rehearsed["refused"], rehearsed["encoding"]) == (3, 1, "gb18030")
    assert rehearsed["ignored"] == ["喜好"]
    outcome = operator.asks(*words, fails=True)
    assert (outcome["taken"], outcome["refused"]) == (3, 1)
    assert [(f["line"], f["column"]) for f in outcome["faults"]] == [(4, "phone")]
    with (tmp_path / "会员.errors.csv").open(encoding="utf-8-sig", newline="") as errors:
        (row,) = csv.DictReader(errors)
    assert (row["_line"], row["会员编号"], row["_原因"]) == ("4", "A3", "电话号码无效")
    mended = PEOPLE.splitlines()[0] + "\nA3,坏号码,13800138003,,,,\n"
    again = saved(tmp_path, "会员.csv", mended)
    assert operator.asks(*operator.of_shop("import", "members", again))["taken"] == 1


def test_what_goes_out_is_masked_comes_back_the_same_and_runs_nowhere(
    operator: Operator, tmp_path: Path
) -> None:
    operator.types(*operator.of_shop("import", "members", saved(tmp_path, "a.csv", PEOPLE)),
                   fails=True)  # fmt: skip
    (masked,) = operator.asks(*operator.of_shop("export", str(tmp_path), "--only", "members"))
    text = (tmp_path / "members.csv").read_text("utf-8-sig")
    assert masked["masked"]
    assert masked["rows"] == 3
    assert "王小明" not in text
    assert "13800138001" not in text
    reveal = operator.of_shop("export", str(tmp_path), "--only", "members", "--reveal", "搬家")
    assert operator.asks(*reveal)[0]["rows"] == 3
    text = (tmp_path / "members.csv").read_text("utf-8-sig")
    assert "'=cmd|" in text
    assert "'+8613800138001" in text
    back = operator.asks(*operator.of_shop("import", "members", str(tmp_path / "members.csv")))
    assert (back["taken"], back["refused"]) == (3, 0)
    operator.types(*reveal)
    assert (tmp_path / "members.csv").read_text("utf-8-sig") == text


def test_products_balances_orders_and_coupons_come_in_and_go_out(
    operator: Operator, tmp_path: Path
) -> None:
    operator.types(*operator.of_shop("programme", "publish", kept(tmp_path, BOOK)))
    people = PEOPLE.replace("A3,坏号码,123,,,,\n", "")
    operator.types(*operator.of_shop("import", "members", saved(tmp_path, "m.csv", people)))
    operator.types(*operator.of_shop("import", "products", saved(tmp_path, "g.csv", GOODS)))
    balances = "会员编号,账本,积分\nA1,stars,1200\nA2,stars,30\nA9,stars,5\n"
    told = operator.asks(
        *operator.of_shop("import", "balances", saved(tmp_path, "b.csv", balances)), fails=True
    )
    assert (told["taken"], told["faults"][0]["reason_zh"]) == (2, "没有这位会员")
    again = operator.of_shop("import", "balances", str(tmp_path / "b.csv"), "--again")
    assert operator.asks(*again, fails=True)["taken"] == 2
    orders = (
        "订单号,会员编号,下单时间,sku,数量,金额\n"
        "1,A1,2026-10-01 10:00,tee-s,1,99\n1,A1,2026-10-01 10:00,cap,2,90\n"
        "2,,2026-10-01 11:00,cap,1,45\n3,A1,2026-10-02 09:00,unknown,1,10\n"
    )
    told = operator.asks(
        *operator.of_shop("import", "orders", saved(tmp_path, "o.csv", orders)), fails=True
    )
    assert (told["taken"], told["refused"], told["faults"][0]["line"]) == (3, 1, 5)
    text = (
        "券模板,手机号,券码,状态,有效期至,核销时间,优惠金额\n"
        "ten,13800138001,OLD-1,未使用,2199-05-03,,\nten,13800138002,OLD-2,已核销,2199-05-03,,10.00\n"
        "ten,13800138002,OLD-1,未使用,2199-05-03,,\n"
    )
    held = operator.of_shop("import", "coupons", saved(tmp_path, "券.csv", text))
    assert operator.asks(*held, "--dry-run", fails=True)["taken"] == 2
    told = operator.asks(*held, fails=True)
    assert (told["taken"], told["faults"][0]["reason_zh"]) == (2, "编号或券码已属于另一张券")
    with (tmp_path / "券.errors.csv").open(encoding="utf-8-sig", newline="") as errors:
        assert [row["_line"] for row in csv.DictReader(errors)] == ["4"]
    assert operator.asks(*held, "--again", fails=True)["taken"] == 2
    written = operator.asks(*operator.of_shop("export", str(tmp_path / "out")))
    assert {one["sheet"]: one["rows"] for one in written} == {
        "balances": 2,
        "coupons": 2,
        "members": 3,
        "orders": 3,
        "products": 3,
    }
    with (tmp_path / "out" / "balances.csv").open(encoding="utf-8-sig", newline="") as out:
        assert {row["points"] for row in csv.DictReader(out)} == {"1200", "30"}


def test_a_missing_column_is_refused_by_name_and_named_by_a_mapping(
    operator: Operator, tmp_path: Path
) -> None:
    file = saved(tmp_path, "g.csv", "货,名\nA,甲\n")
    refused = operator.types(*operator.of_shop("import", "products", file), fails=True)
    assert '"missing": [\n    "product"' in refused.stderr
    words = operator.of_shop("import", "products", file, "--map", "货=product", "--map", "名=name")
    assert operator.asks(*words)["columns"] == {"name": "名", "product": "货"}


def test_a_workbook_comes_in_like_a_csv_file_and_a_broken_one_is_refused(
    operator: Operator, tmp_path: Path
) -> None:
    place = tmp_path / "a.xlsx"
    place.write_bytes(
        packed(
            '<row r="2"><c r="A2" t="str"><v>A1</v></c><c r="B2" t="str"><v>王小明</v></c></row>'
            '<row r="4"><c r="A4" t="str"><v>A2</v></c><c r="B4"><v>123</v></c></row>'
        )
    )
    words = operator.of_shop("import", "members", str(place), "--map", "b=phone")
    told = operator.asks(*words, "--dry-run", fails=True)
    assert (told["encoding"], told["rows"], told["taken"]) == ("xlsx", 2, 0)
    assert [(f["line"], f["column"]) for f in told["faults"]] == [(2, "phone"), (4, "phone")]
    place.write_bytes(b"PK\x03\x04" + bytes(100))
    refused = operator.types(*operator.of_shop("import", "members", str(place)), fails=True)
    assert "Excel 文件已损坏" in refused.stderr
    unknown = operator.types(*operator.of_shop("import", "nonsense", str(place)), fails=True)
    assert "unknown_sheet" in unknown.stderr


@pytest.mark.inv("I7")
def test_no_file_is_written_through_a_link_or_for_others_to_read(
    operator: Operator, tmp_path: Path
) -> None:
    treasure = tmp_path / "treasure"
    treasure.write_text("mine", encoding="utf-8")
    file = saved(tmp_path, "m.csv", PEOPLE)
    errors = tmp_path / "m.errors.csv"
    errors.symlink_to(treasure)
    operator.types(*operator.of_shop("import", "members", file), fails=True)
    assert treasure.read_text("utf-8") == "mine"
    assert not errors.is_symlink()
    assert stat.S_IMODE(errors.stat().st_mode) == 0o600


def test_a_mapping_without_an_equals_sign_is_refused(operator: Operator, tmp_path: Path) -> None:
    file = saved(tmp_path, "m.csv", PEOPLE)
    command = ("import", "members", file, "--map", "phone")
    with pytest.raises(AssertionError, match="THEIRS=OURS"):
        operator.types(*command)


def test_a_file_that_is_in_already_is_not_gone_through_again(
    operator: Operator, tmp_path: Path
) -> None:
    words = operator.of_shop("import", "products", saved(tmp_path, "g.csv", GOODS))
    assert "in already" not in operator.types(*words).stderr
    again = operator.types(*words)
    assert "in already" in again.stderr
    assert "3 of 3 rows taken" in again.stderr


def test_a_sheet_of_a_workbook_is_chosen_by_name(operator: Operator, tmp_path: Path) -> None:
    place = tmp_path / "商品.xlsx"
    place.write_bytes(
        book(("[red]说明", rows("看下一页")), ("商品", rows("编号 商品名称", "A1 茶", "A2 咖啡")))
    )
    words = operator.of_shop("import", "products", str(place), "--map", "编号=product")
    refused = operator.types(*operator.of_shop("import", "products", str(place)), fails=True)
    assert "[red]说明" in refused.stderr
    assert '"worksheet": "[red]说明"' in refused.stderr
    unknown = operator.types(*words, "--sheet", "没有", fails=True)
    assert '"code": "unknown_worksheet"' in unknown.stderr
    told = operator.asks(*words, "--sheet", "商品", "--dry-run")
    assert (told["taken"], told["worksheet"]) == (2, "商品")
    assert told["worksheets"] == [{"name": "[red]说明", "rows": 0}, {"name": "商品", "rows": 2}]
    assert "sheet 工作表: 商品" in operator.types(*words, "--sheet", "商品").stderr


def test_a_file_without_a_header_is_named_by_place_and_its_bad_row_comes_back(
    operator: Operator, tmp_path: Path
) -> None:
    file = saved(tmp_path, "会员.csv", "A1,王小明,13800138001\nA2,坏,12\n")
    words = operator.of_shop("import", "members", file, "--no-header")
    assert "--map A=phone" in operator.types(*words, fails=True).stderr
    places = ("--map", "A=external_id", "--map", "B=name", "--map", "C=phone")
    outcome = operator.asks(*words, *places, fails=True)
    assert (outcome["rows"], outcome["taken"], outcome["refused"]) == (2, 1, 1)
    assert [(f["line"], f["column"]) for f in outcome["faults"]] == [(2, "phone")]
    errors = tmp_path / "会员.errors.csv"
    errors.write_text(errors.read_text("utf-8-sig").replace(",12", ",13800138002"), "utf-8")
    again = operator.of_shop("import", "members", str(errors), *places)
    assert operator.asks(*again)["taken"] == 1
    assert operator.asks(*words, *places, fails=True)["resumed_at"] == 2
