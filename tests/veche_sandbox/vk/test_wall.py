"""The public page shows a community's wall as a resident sees it."""

import pytest

from tests.veche_sandbox.vk.world import World, name

pytestmark = pytest.mark.sweep


def page(vk: World) -> str:
    address = vk.base.removesuffix("/vk")
    answer = vk.http.get(f"{address}/wall/vk/{vk.group_id}", timeout=30)
    assert answer.status_code == 200
    return answer.text


def test_posts_and_comments_come_and_go(vk: World) -> None:
    post = vk.post("Мост открыт", attachments=name(vk.photo()))
    comment = vk.resident(post, "Грубые слова", author="Иван Первый")
    vk.ok("wall.createComment", owner_id=vk.wall, post_id=post, message="Ответ города", reply_to_comment=comment)
    shown = page(vk)
    for words in ("Администрация города", "Мост открыт", "Грубые слова", "Иван Первый", "Ответ города"):
        assert words in shown
    picture = vk.sandbox.posts("vk", vk.group_id)[0]["photos"][0]["url"]
    assert picture.rsplit("/", 1)[1] in shown
    assert vk.http.get(picture).headers["content-type"] == "image/jpeg"

    vk.ok("wall.deleteComment", vk.admin, owner_id=vk.wall, comment_id=comment)
    assert "Грубые слова" not in page(vk)
    vk.ok("wall.restoreComment", vk.admin, owner_id=vk.wall, comment_id=comment)
    assert "Грубые слова" in page(vk)
    vk.ok("wall.delete", vk.admin, owner_id=vk.wall, post_id=post)
    assert "Мост открыт" not in page(vk)


def test_resident_can_not_write_where_comments_are_closed(vk: World) -> None:
    post = vk.post("Мост открыт", close_comments=1)
    order = {"account": vk.group_id, "post_id": post, "author": "Иван Первый", "text": "Да"}
    answer = vk.http.post(f"{vk.sandbox.info['control']}/vk/comments", json=order)
    assert (answer.status_code, answer.json()) == (400, {"error": f"comments of post {post} are closed"})
    page = f"{vk.base.removesuffix('/vk')}/wall/vk/{vk.group_id}"
    form = {"post_id": str(post), "author": "Иван Первый", "text": "Да"}
    answer = vk.http.post(f"{page}/comments", data=form)
    assert (answer.status_code, "Комментарии к этой записи закрыты" in answer.text) == (400, True)
    assert [comment for comment in vk.sandbox.comments("vk", details=True) if comment["account"] == vk.group_id] == []
