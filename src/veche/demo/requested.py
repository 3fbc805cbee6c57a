"""Requests of the demo: in every state, so that the curator and the press service open on work that waits.

They are asked and answered by the product's own verbs; the terms of two are then set back, and the hour of asking of
what was answered: departments take hours, not seconds.
"""

from datetime import datetime, timedelta
from typing import Any

from veche.demo.city import City
from veche.kernel.clock import DAY, now, today
from veche.requests.domain.answer import answer, question, refuse
from veche.requests.domain.ask import ask
from veche.requests.domain.deadlines import add_hours, between, last_working_moment
from veche.requests.domain.remind import remind_waiting
from veche.requests.domain.review import accept, add_note, send_back
from veche.requests.models import Request
from veche.staff.domain.roles import people_with
from veche.staff.enums import Role
from veche.staff.models import Department, Person

HOUSING, TRANSPORT = "Отдел городского хозяйства", "Отдел транспорта"
EDUCATION, CULTURE, TRADE = "Отдел образования", "Отдел культуры", "Отдел торговли"


class DemoRequests:
    def __init__(self, city: City) -> None:
        self._city = city
        people = Person.objects.of(city.administration).filter(department__name__in=city.departments)
        self._curators = {one.department.name: one for one in people.select_related("department") if one.department}

    def write(self) -> None:
        self._done()
        self._late()
        self._waiting()
        self._of_the_head()
        self._answered_after_hours()
        remind_waiting()

    def _done(self) -> None:
        """What was answered and accepted this week."""
        for name, title, text, said in (
            (HOUSING, "Во сколько открывают фонтан", "Нужно точное время.", "В 10:00, выключают в 22:00."),
            (
                TRANSPORT,
                "Сколько автобусов на маршруте № 14",
                "Проверьте цифру из записи.",
                "Девять, раньше было семь.",
            ),
            (EDUCATION, "В каких школах учатся во вторую смену", "Нужен список.", "В четырёх: № 1, 11, 19 и 23."),
            (CULTURE, "Сколько мест на концерте оркестра", "Проверьте цифру.", "Сто двадцать, вход свободный."),
        ):
            made = self._ask(name, "facts", title, text, hours=6)
            answer(request=made, by=self._curators[name], text=said)
            accept(request=made, by=self._city.officer)

    def _late(self) -> None:
        yard = self._ask(HOUSING, "material", "Двор на Тракторной, 24: фото", "Три фото двора после уборки.", hours=8)
        bus = self._ask(
            TRANSPORT,
            "facts",
            "Почему автобус № 7 не ходит после 20:00",
            "С какого числа вернут вечерние рейсы и сколько их будет? Две-три фразы.",
            hours=8,
        )
        note = "Спросили перевозчика, обещал ответить сегодня."
        add_note(request=bus, by=self._curators[TRANSPORT], text=note)
        self._set_back(yard, now() - DAY)
        self._set_back(bus, now() - timedelta(hours=3))

    def _waiting(self) -> None:
        """The department's move first, then the press service's."""
        housing, transport = self._curators[HOUSING], self._curators[TRANSPORT]
        officer = self._city.officer
        self._ask(HOUSING, "facts", "Сколько дворов уже убрали", "Проверьте цифру: 46 из 60.", hours=2)
        self._ask(HOUSING, "plan", "Какие дворы уберут в следующем месяце", "Пять-шесть адресов с датами.", hours=40)
        self._ask(TRADE, "material", "Кто приедет на субботнюю ярмарку", "Хозяйства и часы, фото не нужны.", hours=20)
        back = self._ask(HOUSING, "material", "Как чинят сквер, 3–5 фото", "Фото и пара слов, что готово.", hours=9)
        answer(request=back, by=housing, text="Плитку положили, лавочки привезут в пятницу.")
        term = add_hours(now(), timedelta(hours=5), self._city.administration)
        send_back(request=back, by=officer, text="А сколько лавочек? И фото, пожалуйста.", due_at=term)
        look = self._ask(TRANSPORT, "material", "Новая остановка у больницы", "Где она и когда откроется?", hours=9)
        answer(request=look, by=transport, text="Напротив главного входа, откроется в понедельник в 7:00.")
        agreed = self._ask(HOUSING, "agree", "Перекрытие улицы Ленина", "Верно ли время: с 9:00 до 18:00?", hours=9)
        answer(request=agreed, by=housing, text="До 17:00, остальное верно.")
        asked = self._ask(TRANSPORT, "material", "Схема объезда", "Нужна картинка или описание.", hours=12)
        question(request=asked, by=transport, text="Объезд улицы Ленина или Комсомольской?")
        foreign = self._ask(TRANSPORT, "facts", "Ямы у школы № 10", "Когда засыплют?", hours=12)
        refuse(request=foreign, by=transport, text="Ямочный ремонт у городского хозяйства.")

    def _of_the_head(self) -> None:
        """A question that a department has answered, and one that waits for the press service."""
        city = self._city.administration
        head = people_with(Role.HEAD, city.pk, on=today(city.time_zone)).first()
        if head is None:
            return
        due_at = add_hours(now(), timedelta(hours=6), city)
        asked: dict[str, Any] = {"administration": city, "by": head, "kind": "question", "due_at": due_at}
        bus = "Сколько автобусов выходит на линию утром?"
        made = ask(**asked, title=bus, text=bus, department=self._city.departments[TRANSPORT])
        answer(request=made, by=self._curators[TRANSPORT], text="Тридцать один, два в ремонте до пятницы.")
        empty = "Почему в пятницу не было записей?"
        ask(**asked, title=empty, text=empty, to_press=True)

    def _answered_after_hours(self) -> None:
        """Ask what was answered some working hours before: numbers of departments as a city has them."""
        city = self._city.administration
        for place, request in enumerate(
            Request.objects.of(city).filter(first_answered_at__isnull=False).order_by("pk")
        ):
            answered = request.first_answered_at or request.asked_at
            asked = self._before(answered, timedelta(hours=(2, 6, 1, 3)[place % 4]))
            took = between(asked, answered, city)
            rows = Request.objects.of(city).filter(pk=request.pk)
            rows.update(asked_at=asked, addressed_at=asked, minutes_to_answer=took // timedelta(minutes=1))

    def _before(self, moment: datetime, working: timedelta) -> datetime:
        """At least so much working time before the moment, by whole hours."""
        began = moment
        while between(began, moment, self._city.administration) < working:
            began -= timedelta(hours=1)
        return began

    def _ask(self, name: str, kind: str, title: str, text: str, *, hours: float) -> Request:
        city = self._city.administration
        due_at = add_hours(now(), timedelta(hours=hours), city)
        department: Department = self._city.departments[name]
        by = self._city.officer
        return ask(administration=city, by=by, kind=kind, title=title, text=text, due_at=due_at, department=department)

    def _set_back(self, request: Request, due_at: datetime) -> None:
        """Its term ended at the last working moment before `due_at`."""
        over = last_working_moment(due_at, self._city.administration)
        asked = over - DAY
        rows = Request.objects.of(self._city.administration).filter(pk=request.pk)
        rows.update(asked_at=asked, addressed_at=asked, due_at=over, next_notice_at=over)
