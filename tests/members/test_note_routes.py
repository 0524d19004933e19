from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from liuke.domains.access import Role
from liuke.kernel.rows import Sql
from tests.conftest import Shop
from tests.members.test_routes import enrol
from tests.surfaces.conftest import ORIGIN, Town, app, client, quiet, town

__all__ = ["app", "client", "quiet", "town"]

KEPT = Sql[bytes]("SELECT body FROM kernel_answer")


async def write(client: httpx.AsyncClient, key: str = "k", **one: Any) -> httpx.Response:
    return await client.post("/members/notes", json=[one], headers={"idempotency-key": key})


async def listed(client: httpx.AsyncClient, member_id: str, what: str = "notes") -> list[Any]:
    answer = await client.get(f"/members/{member_id}/{what}")
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["items"]
    return found


async def test_a_note_sent_again_is_written_once_and_its_answer_says_nothing_of_it(
    shop: Shop, client: httpx.AsyncClient
) -> None:
    anna = await enrol(client)
    first = await write(client, member_id=anna, text="怕花生")
    again = await write(client, member_id=anna, text="怕花生")
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert again.headers["idempotent-replayed"] == "true"
    [note] = await listed(client, anna)
    assert ([note["id"]], note["text"], note["author_name"]) == (first.json(), "怕花生", "测试")
    reused = await write(client, member_id=anna, text="怕牛奶")
    assert (reused.status_code, reused.json()["code"]) == (422, "key_reused")
    assert (await client.post("/members/notes", json=[])).json()["code"] == "key_missing"
    async with shop.begin() as tx:
        assert not any("花生".encode() in body for body in await tx.rows(KEPT))


async def test_a_to_do_lives_over_http(shop: Shop, client: httpx.AsyncClient) -> None:
    async with shop.begin() as tx:
        today = tx.today
    anna = await enrol(client, phone="13800138000", name="安娜")
    made = await write(client, member_id=anna, text="生日前打电话", due_on=today.isoformat())
    path = f"/members/{anna}/notes/{made.json()[0]}"
    [todo] = await listed(client, anna, "todos")
    assert (todo["due_on"], todo["done_at"]) == (today.isoformat(), None)
    [due] = (await client.get("/members/todos")).json()["items"]
    assert (due["note"], due["name"], due["phone"]) == (todo, "安**", "138****8000")
    ticked = await client.put(f"{path}/tick", json={"done": True})
    assert (ticked.json()["done_by_name"], ticked.headers["etag"]) == ("测试", '"2"')
    assert (await client.get("/members/todos")).json()["items"] == []
    wish = {"text": "生日前一天打电话", "due_on": (today + timedelta(days=1)).isoformat()}
    late = await client.put(path, json=wish, headers={"if-match": '"1"'})
    assert (late.status_code, late.json()["code"]) == (412, "note_edited_meanwhile")
    saved = await client.put(path, json=wish, headers={"if-match": late.json()["revision"]})
    assert (saved.status_code, saved.json()["text"]) == (200, wish["text"])
    assert (await client.delete(path)).status_code == 200
    gone = await client.delete(path)
    assert (gone.status_code, gone.json()["code"]) == (404, "no_such_note")


async def test_a_to_do_is_given_to_a_colleague_who_finds_it_among_theirs(
    shop: Shop, town: Town, client: httpx.AsyncClient
) -> None:
    async with shop.begin() as tx:
        today = tx.today.isoformat()
    anna, guide = await enrol(client), await town.person(Role.GUIDE, "li")
    people = (await client.get("/members/todos/colleagues?limit=1")).json()
    rest = await client.get(f"/members/todos/colleagues?limit=1&after={people['after']}")
    listed = {one["id"] for one in [*people["items"], *rest.json()["items"]]}
    assert str(guide) in listed
    assert len(listed) == 2
    theirs = (await client.get(f"/members/todos/colleagues?member_id={anna}")).json()
    assert {one["id"] for one in theirs["items"]} == listed, "of no store: who works everywhere"
    await write(client, member_id=anna, text="给李打电话", due_on=today, assignee=str(guide))
    path = f"{ORIGIN}/v1/members/todos"
    async with await town.signed_in(Role.GUIDE, guide) as li:
        [mine] = (await li.get(f"{path}?mine=true")).json()["items"]
        assert (mine["note"]["assignee"], mine["note"]["assignee_name"]) == (
            f"staff:{guide}",
            "测试",
        )
    assert (await client.get("/members/todos?mine=true")).json()["items"] == []
    assert len((await client.get("/members/todos")).json()["items"]) == 1


async def test_pages_follow_one_another(client: httpx.AsyncClient) -> None:
    anna = await enrol(client)
    wishes = [{"member_id": anna, "text": f"{n}"} for n in range(3)]
    await client.post("/members/notes", json=wishes, headers={"idempotency-key": "k"})
    first = (await client.get(f"/members/{anna}/notes?limit=2")).json()
    rest = (await client.get(f"/members/{anna}/notes?limit=2&after={first['after']}")).json()
    assert [one["text"] for one in [*first["items"], *rest["items"]]] == ["2", "1", "0"]
    assert rest["after"] is None
    for path in (f"/members/{anna}/notes", f"/members/{anna}/todos", "/members/todos"):
        wrong = await client.get(f"{path}?after=zz")
        assert (wrong.status_code, wrong.json()["field"]) == (422, "after")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("text", ""), ("text", " \n "), ("text", "x" * 1001), ("text", "a\x00b"), ("text", 7),
        ("text", None), ("due_on", "2026-02-30"), ("due_on", "2000-01-01"),
        ("due_on", "9999-12-31"), ("due_on", "tomorrow"), ("due_on", 5), ("author", "staff:x"),
        ("assignee", "staff:x"), ("assignee", "stf_01a2063389aa7638a23db7897ba222cb"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_refused_by_field_and_reason_in_two_languages(
    client: httpx.AsyncClient, field: str, given: Any
) -> None:
    anna = await enrol(client)
    one = {"member_id": anna, "text": "fine", field: given}
    refused = await write(client, **one)
    assert refused.status_code == 422
    [fault] = refused.json().get("faults", [refused.json()])
    assert field in fault["field"]
    assert fault["reason"]
    assert fault["reason_zh"]
    assert await listed(client, anna) == await listed(client, anna, "todos") == []


@pytest.mark.inv("A1")
async def test_who_reads_notes_and_who_writes_them(town: Town, client: httpx.AsyncClient) -> None:
    anna = await enrol(client)
    path = f"{ORIGIN}/v1/members/{anna}/notes"
    wish, key = [{"member_id": anna, "text": "x"}], {"idempotency-key": "k"}
    for role, reads, writes in ((Role.GUIDE, 200, 201), (Role.AUDITOR, 200, 403)):
        async with await town.signed_in(role) as person:
            assert (await person.get(path)).status_code == reads, role
            sent = await person.post(f"{ORIGIN}/v1/members/notes", json=wish, headers=key)
            assert sent.status_code == writes, role
    async with await town.keyed("members.*") as program:
        assert (await program.get(path)).status_code == 403
