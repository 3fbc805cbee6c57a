"""`execute`: the code that public clients make of a list of calls, and nothing more."""

from typing import Any

import pytest

from tests.sandbox.vk.world import World, read


def run(vk: World, code: str, token: str | None = None) -> dict[str, Any]:
    sent = {"access_token": token or vk.admin, "v": "5.199", "code": code}
    return dict(vk.http.post(f"{vk.base}/method/execute", data=sent).json())


def test_a_list_of_calls(vk: World) -> None:
    post = (
        f'API.wall.post({{"owner_id": {vk.wall}, "message": "Вода\\nбудет", "from_group": true, "attachments": null}})'
    )
    code = f"return [API.users.get(), {post},API.wall.get({{owner_id:'{vk.wall}'}}),];"
    answer = run(vk, code)["response"]
    assert (answer[0][0]["id"], answer[1], answer[2]["count"]) == (vk.admin_id, {"post_id": 1}, 1)
    assert vk.texts() == ["Вода\nбудет"]
    assert vk.sandbox.complaints("vk") == []


def test_one_call_and_what_is_made_of_several(vk: World) -> None:
    assert run(vk, "return API.users.get({})")["response"][0]["id"] == vk.admin_id
    answer = run(vk, 'return {"me": API.users.get(), n: [1, -2.5, "x", false, null]};')
    assert answer["response"]["me"][0]["id"] == vk.admin_id
    assert answer["response"]["n"] == [1, -2.5, "x", False, None]


def test_a_list_of_values_is_one_parameter(vk: World) -> None:
    posts = f'["{vk.wall}_{vk.post("Раз")}","{vk.wall}_{vk.post("Два")}"]'
    answer = run(vk, f'return API.wall.getById({{"posts": {posts}}});')
    assert [one["text"] for one in answer["response"]["items"]] == ["Раз", "Два"]


def test_a_call_that_fails_is_false_and_the_rest_goes_on(vk: World) -> None:
    code = f"return [API.wall.get({{owner_id:{vk.wall}}}),API.groups.getById(),API.foo.bar()];"
    answer = run(vk, code, vk.community)
    assert (answer["response"][0], answer["response"][2]) == (False, False)
    assert answer["response"][1]["groups"][0]["id"] == vk.group_id
    assert answer["execute_errors"] == [
        {
            "method": "wall.get",
            "error_code": 27,
            "error_msg": "Group authorization failed: method is unavailable with group auth.",
        },
        {"method": "foo.bar", "error_code": 3, "error_msg": "Unknown method passed."},
    ]


def test_the_loops_of_vk_api(vk: World) -> None:
    names = [f"{vk.wall}_{vk.post(text)}" for text in ("Раз", "Два")]
    values = ",".join(f'{{"posts":"{name}"}}' for name in names)
    loop = (
        f"var values = [{values}],i = 0,result = [];while(i < values.length) "
        "{result.push(API.wall.getById(values[i]));i = i + 1;}return result;"
    )
    assert [one["items"][0]["text"] for one in run(vk, loop)["response"]] == ["Раз", "Два"]
    loop = (
        f'var def_values = {{"extended":1}},values = ["{names[0]}","{names[1]}"],result = [],i = 0;'
        "while(i < values.length) {def_values.posts = values[i];"
        "result.push(API.wall.getById(def_values));i = i + 1;}return result;"
    )
    found = run(vk, loop)["response"]
    assert [(one["items"][0]["text"], len(one["groups"])) for one in found] == [("Раз", 1), ("Два", 1)]


@pytest.mark.parametrize(
    "code",
    [
        "return",
        "return [API.users.get(];",
        "return API.users({});",
        'return API.execute({"code": "return 1;"});',
        'return "open;',
        "return API.users.get({}) + 1;",
        "var x = 1; return x;",
        "return 1; return 2;",
        "return " + "[" * 500,
    ],
)
def test_code_that_is_not_understood(vk: World, code: str) -> None:
    error = run(vk, code)["error"]
    assert (error["error_code"], error["error_msg"].partition(":")[0]) == (12, "Unable to compile code")


def test_at_most_25_calls(vk: World) -> None:
    assert len(run(vk, f"return [{','.join(['API.users.get()'] * 25)}];")["response"]) == 25
    error = run(vk, f"return [{','.join(['API.users.get()'] * 26)}];")["error"]
    assert (error["error_code"], error["error_msg"]) == (
        13,
        "Runtime error occurred during code invocation: Too many API calls",
    )


def test_the_calls_inside_are_listed(vk: World) -> None:
    run(vk, "return [API.users.get(),API.wall.get()];")
    listed = [(call["method"], call["outcome"]) for call in vk.sandbox.calls("vk")]
    assert listed == [("execute", "ok"), ("users.get", "ok"), ("wall.get", "15")]


def test_code_is_required(vk: World) -> None:
    answer = read(vk.http.post(f"{vk.base}/method/execute", data={"access_token": vk.admin, "v": "5.199"}))
    assert (answer.code, answer.message) == (
        100,
        "One of the parameters specified was missing or invalid: code is undefined",
    )
