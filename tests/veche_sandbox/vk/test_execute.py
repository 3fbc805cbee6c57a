"""`execute`: the code that public clients generate from a list of calls, and code written by people."""

from typing import Any

import pytest

from tests.veche_sandbox.vk.world import World, read

pytestmark = pytest.mark.sweep


def run(vk: World, code: str, token: str | None = None, **args: str) -> dict[str, Any]:
    sent = {"access_token": token or vk.admin, "v": "5.199", "code": code, **args}
    return dict(vk.http.post(f"{vk.base}/method/execute", data=sent).json())


def test_a_list_of_calls(vk: World) -> None:
    post = (
        f'API.wall.post({{"owner_id": {vk.wall}, "message": "Вода\\nбудет", "from_group": true, "attachments": null}})'
    )
    code = f"return [API.users.get(), {post},API.wall.get({{owner_id:'{vk.wall}'}}),];"
    answer = run(vk, code)["response"]
    assert answer[0][0]["id"] == vk.admin_id
    assert answer[1] == {"post_id": 1}
    assert answer[2]["count"] == 1
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


# The code that `VkTools.get_all` of vk_api 11 sends: pages until the count is reached.
GET_ALL = """
var params = {"owner_id":%d,"count":2}, calls = 0, items = [], count = null, offset = 0, ri;
while(calls < 25) {
  calls = calls + 1;
  params.offset = offset * 1;
  var response = API.wall.get(params), new_count = response.count,
    count_diff = (count == null ? 0 : new_count - count);
  if (!response) { return {"_error": 1}; }
  if (count_diff < 0) { offset = offset + count_diff; } else {
    ri = response.items;
    items = items + ri.slice(count_diff);
    offset = offset + params.count + count_diff;
    if (ri.length < params.count) { calls = 99; }
  }
  count = new_count;
  if (count != null && offset >= count) { calls = 99; }
};
return {count: count, items: items, offset: offset, more: calls != 99};
"""


def test_all_pages_in_one_call_as_vk_api_asks_for_them(vk: World) -> None:
    for number in range(5):
        vk.post(f"Запись {number}")
    answer = run(vk, GET_ALL % vk.wall)["response"]
    assert [one["text"] for one in answer["items"]] == [f"Запись {number}" for number in reversed(range(5))]
    assert answer["count"] == 5
    assert answer["offset"] == 6
    assert answer["more"] is False


# The code that `collect` of vk-io sends: its numbers are parameters of `execute` itself.
COLLECT = """
var params = {"owner_id":%d,"count":2};
params.offset = parseInt(Args.offset);
var total = parseInt(Args.total), received = parseInt(Args.received);
var proceed = total == 0 || received < total;
var i = 0, items = [], profiles = [], result, length;
while (i < parseInt(Args.parallelRequests) && proceed) {
  result = API.wall.get(params);
  length = result.items.length;
  if (total == 0 || total > result.count) { total = result.count; }
  items = items + result.items;
  if (result.profiles) profiles = profiles + result.profiles;
  received = received + length;
  params.offset = params.offset + length;
  proceed = received < total;
  i = i + 1;
}
return {count: total, items: items.splice(0, total), profiles: profiles};
"""


def test_pages_collected_as_vk_io_does(vk: World) -> None:
    for number in range(5):
        vk.post(f"Запись {number}")
    answer = run(vk, COLLECT % vk.wall, offset="1", received="0", parallelRequests="25")["response"]
    assert [one["text"] for one in answer["items"]] == [f"Запись {number}" for number in reversed(range(4))]
    assert (answer["count"], answer["profiles"]) == (5, [])
    assert vk.sandbox.complaints("vk") == []


def test_a_parameter_that_the_code_does_not_read_is_a_complaint(vk: World) -> None:
    assert run(vk, "return Args.city;", city="Рубцовск", town="Бийск")["response"] == "Рубцовск"
    assert [(one["method"], one["parameter"]) for one in vk.sandbox.complaints("vk")] == [("execute", "town")]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("return 2 + 3;", 5),
        ('return "вода " + "будет";', "вода будет"),
        ("return (1 + 2) * 3 - 7 / 2 % 2;", 8),
        ('var a = []; a.push("x"); a.push(2); a.unshift(0); return [a.pop(), a.shift(), a];', [2, 0, ["x"]]),
        ('return [{"id": 1}, {"id": 2}]@.id;', [1, 2]),
        ("var a = {x: 1, y: 2}; delete a.x; a.z = a.y; return a;", {"y": 2, "z": 2}),
        ("if (null == false || !1) return 1; else { return 2; }", 2),
        ('return parseInt("12px") + parseDouble("0.5") + parseInt(Args.none);', 12.5),
        ('return ["раз,два".split(",")[1], "вода".substr(1, 2), [5, 6].indexOf(6), [1, 2, 3].slice(1)];',
         ["два", "од", 1, [2, 3]]),
        ("var a; // nothing\n/* at all */ return a.b.c;", None),
        ("return API.foo.bar().items.length;", None),
    ],
)  # fmt: skip
def test_what_the_language_gives(vk: World, code: str, found: Any) -> None:
    assert run(vk, code)["response"] == found


@pytest.mark.parametrize(
    "code",
    [
        "while (true) {}",
        "var a = []; a.push(a); return a;",
        "var a = 9; while (true) a = a * a;",
        'var a = "x"; while (true) a = a + a;',
        "return 1 / 0;",
        "return " + "1+" * 5000 + "1;",
    ],
)
def test_a_script_without_end_is_stopped(vk: World, code: str) -> None:
    error = run(vk, code)["error"]
    assert (error["error_code"], error["error_msg"].partition(":")[0]) == (
        13,
        "Runtime error occurred during code invocation",
    )


@pytest.mark.parametrize(
    "code",
    [
        "return",
        "return [API.users.get(];",
        "return API.users({});",
        'return API.execute({"code": "return 1;"});',
        'return "open;',
        "return x;",
        "var x = 1 return x;",
        "return 1 = 2;",
        "i++;",
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
