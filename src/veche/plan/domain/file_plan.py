"""What would become of each row of a plan's file; nothing is written here."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from veche.accounts.models import Account
from veche.kernel import clock
from veche.networks.registry import NETWORKS
from veche.plan.domain.file_answers import Answer
from veche.plan.domain.file_changes import NOT_THERE, Asked, Change, Found, ItemsThere, changes_of
from veche.plan.domain.file_rows import FileRow
from veche.plan.domain.items import USUAL_HOUR
from veche.plan.domain.queries import open_accounts
from veche.plan.enums import Format, PostCategory, RowOutcome
from veche.plan.models import Occasion, PlanItem
from veche.plan.reading.days import relative_day_in
from veche.plan.reading.names import names_all, networks_in
from veche.plan.reading.outcome import LONGEST_TITLE, Reason, WarningKind
from veche.plan.words import (
    MOVED_WITHOUT_DAY,
    NO_TITLE_IN_FORMULA,
    PAST_HOUR,
    RELATIVE_DAY,
    ROW_REASONS,
    SETTLED_BY_DAY,
    TEXT_IS_BEGUN,
)
from veche.staff.domain.departments import departments_to_choose
from veche.staff.models import Administration, Department

MOST_NOTE = 2_000
ALL_NETWORKS = "Сети не названы, взяли все."
_CATEGORIES: Mapping[PostCategory, str] = {
    PostCategory.ACTIVITY: r"деятельност|о работе|работа администрац",
    PostCategory.IMPORTANT: r"важн|значим",
    PostCategory.OTHER: r"остальн|прочее|другое",
}


@dataclass(slots=True)
class JudgedRow:
    """`reason`: why it is asked about or left out; `remarks`: what a person should know of a row that is placed.

    `may_take`: it can be ticked on and off; `may_mend`: its day and hour can be written here. `item`: the item of the
    plan that it is about; `changes`: what it would change there.
    """

    number: int
    row: FileRow
    outcome: RowOutcome
    reason: str = ""
    remarks: list[str] = field(default_factory=list)
    when: datetime | None = None
    accounts: list[Account] = field(default_factory=list)
    format: Format = Format.TEXT
    category: PostCategory = PostCategory.ACTIVITY
    department: Department | None = None
    occasion: Occasion | None = None
    note: str = ""
    may_take: bool = False
    may_mend: bool = False
    answer: Answer = field(default_factory=Answer)
    item: PlanItem | None = None
    changes: Sequence[Change] = ()

    @property
    def is_placed(self) -> bool:
        return self.outcome == RowOutcome.PLACE

    @property
    def is_ticked(self) -> bool:
        return self.outcome in (RowOutcome.PLACE, RowOutcome.CHANGE)

    @property
    def names_networks(self) -> bool:
        """Whether the file says where the row goes, and there is such an account."""
        return bool(self.accounts) and ALL_NETWORKS not in self.remarks

    @property
    def moment(self) -> datetime:
        """When it goes out, of a row that is placed."""
        if self.when is None:
            raise ValueError("a row without a moment is not placed")
        return self.when

    @property
    def title(self) -> str:
        return short_title(self.row.title)

    @property
    def speaker(self) -> str:
        return short_title(self.row.speaker)

    @property
    def networks(self) -> list[str]:
        return list(dict.fromkeys(account.network for account in self.accounts))


@dataclass(frozen=True, slots=True)
class FilePlan:
    rows: tuple[JudgedRow, ...]

    def of(self, outcome: RowOutcome) -> list[JudgedRow]:
        return [one for one in self.rows if one.outcome == outcome]

    @property
    def placed(self) -> list[JudgedRow]:
        return self.of(RowOutcome.PLACE)

    @property
    def changed(self) -> list[JudgedRow]:
        return self.of(RowOutcome.CHANGE)

    @property
    def digest(self) -> str:
        """Of all that would be done: a preview is confirmed only if this is still the same."""
        said = [
            (
                one.number,
                one.outcome.value,
                one.when and one.when.isoformat(),
                [account.pk for account in one.accounts],
                one.department and one.department.pk,
                one.item and one.item.pk,
                one.changes,
            )
            for one in self.rows
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def plan_rows(administration: Administration, rows: Sequence[FileRow], answers: Mapping[int, Answer]) -> FilePlan:
    """A constant number of queries."""
    judge = _Judge(administration, rows, answers)
    return FilePlan(tuple(judge.judged(number, row) for number, row in enumerate(rows)))


def short_title(title: str) -> str:
    """A title, or the name of a speaker, as long as an item can have it, cut at a word."""
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,.;:—–-") + "…"


class _Judge:
    """Knows what the administration has: accounts, departments, and what stands in its plan on the days of the rows."""

    def __init__(self, administration: Administration, rows: Sequence[FileRow], answers: Mapping[int, Answer]) -> None:
        self.zone, self.answers, self.now = administration.time_zone, answers, clock.now()
        self.accounts = list(open_accounts(administration))
        self.departments = {one.name.casefold(): one for one in departments_to_choose(administration)}
        self.occasions = self._occasions(administration, {row.occasion for row in rows} - {""})
        self.there = ItemsThere(administration, list(_asked(rows, answers)))

    def _occasions(self, administration: Administration, titles: set[str]) -> dict[tuple[str, str], Occasion]:
        """By title and day, «14.12.2026», and by title alone; of several the latest written down."""
        found = Occasion.objects.of(administration).filter(title__in=titles).order_by("pk") if titles else ()
        by_day = {(one.title.casefold(), self._day_of(one)): one for one in found}
        return by_day | {(one.title.casefold(), ""): one for one in found}

    def _day_of(self, one: Occasion) -> str:
        return f"{clock.local(one.starts_at, self.zone):%d.%m.%Y}" if one.starts_at else ""

    def judged(self, number: int, row: FileRow) -> JudgedRow:
        one = JudgedRow(number, row, RowOutcome.SKIP, answer=self.answers.get(number, Answer()))
        if refused := _refusal(row):
            one.reason = refused
            return one
        self._aim(one)
        self._describe(one)
        self._place(one)
        return one

    def _place(self, one: JudgedRow) -> None:
        row, said = one.row, one.answer
        one.may_mend = row.reason in SETTLED_BY_DAY or any(kind in _ABOUT_DAY for kind, _ in row.warnings)
        day, hour = said.day or row.day, said.hour or row.time
        found = self.there.about(one.title, day, hour) if day else NOT_THERE
        one.item = found.item if row.reason != Reason.DUPLICATE else None
        hour = hour or (self.there.hour_of(one.item) if one.item else USUAL_HOUR)
        if day and found.is_there and clock.at(day, hour, self.zone) <= self.now:  # then there is nothing to ask
            one.outcome, one.reason, one.may_mend = RowOutcome.THERE, "Этот пункт уже есть в плане.", False
            return
        if day is None or (row.reason == Reason.PAST_DATE and said.day is None):
            one.outcome, one.reason, one.item = RowOutcome.ASK, _reason_to_ask(row), None
            return
        one.when = clock.at(day, hour, self.zone)
        if one.when <= self.now:
            is_today = day == clock.today(self.zone)
            one.outcome, one.may_mend, one.item = RowOutcome.ASK, True, None
            one.reason = PAST_HOUR if is_today else ROW_REASONS[Reason.PAST_DATE]
            return
        self._take(one, found)

    def _take(self, one: JudgedRow, found: Found) -> None:
        """Doubtful rows are placed only if a person ticks them, others unless a person ticks them off."""
        if not self.accounts:
            one.outcome, one.reason = RowOutcome.ASK, "В Вече ещё нет ни одного аккаунта: ставить некуда."
            return
        one.may_take = True
        changes = _changes(one)
        doubt = _doubt(one, found, changes)
        if doubt and not one.answer.take:
            one.outcome, one.reason = doubt
        elif one.answer.take is False:
            one.outcome, one.reason, one.changes = RowOutcome.OFF, "Вы сняли отметку.", changes
        elif changes and not doubt:
            self._change(one, changes)
        else:
            one.outcome, one.item = RowOutcome.PLACE, None
            one.accounts = one.accounts or self.accounts
            one.remarks = [*self._remarks(one), *one.remarks]

    def _change(self, one: JudgedRow, changes: Sequence[Change]) -> None:
        one.outcome, one.changes = RowOutcome.CHANGE, changes
        one.accounts = one.accounts if one.names_networks else []
        one.remarks = [*self._remarks(one), *(said for said in one.remarks if said != ALL_NETWORKS)]

    def _remarks(self, one: JudgedRow) -> list[str]:
        said = []
        kinds = dict(one.row.warnings)
        if WarningKind.MOVED in kinds and one.answer.day is None:
            said.append(f"Перенесли, взяли новый день: в файле «{kinds[WarningKind.MOVED]}».")
        if WarningKind.WEEKDAY_MISMATCH in kinds and one.answer.day is None:
            said.append(f"День недели не сходится: в файле «{kinds[WarningKind.WEEKDAY_MISMATCH]}».")
        if one.row.time is None and one.answer.hour is None:
            bad, hour = kinds.get(WarningKind.BAD_TIME), f"{clock.local(one.moment, self.zone):%H:%M}"
            taken = f"оставили {hour}" if one.changes else f"взяли {hour}"
            said.append(f"Время «{bad}» не прочесть, {taken}." if bad else f"Часа нет, {taken}.")
        if one.row.title != one.title and not one.changes:
            said.append("Название длиннее 200 знаков: целиком оно будет в заметке.")
        return said

    def _aim(self, one: JudgedRow) -> None:
        """Accounts that the row names by title, else those of its networks; without any named, all."""
        row = one.row
        if exact := self._named(row.where):
            one.accounts = exact
            return
        wanted = [account for account in self.accounts if account.network in row.networks]
        by_title = [account for account in wanted if account.title.casefold() in row.where.casefold()]
        titled = {account.network for account in by_title}
        one.accounts = [account for account in wanted if account in by_title or account.network not in titled]
        missing: list[str] = []
        if names_all(row.where):
            one.accounts = list(self.accounts)
        else:
            present = {account.network for account in wanted}
            missing = [NETWORKS[slug].names.title for slug in row.networks if slug not in present]
        where = row.where.casefold()
        for account in by_title:
            where = where.replace(account.title.casefold(), " ")
        missing += _unknown_networks(where)
        if missing:
            one.remarks.append(f"Аккаунта нет: {', '.join(missing)}.")
            one.note = f"Куда, в файле: {row.where}" if row.where else ""
        elif not row.networks:
            one.accounts = list(self.accounts)
            one.remarks.append(ALL_NETWORKS)

    def _named(self, where: str) -> list[Account]:
        """Accounts if the cell names each as Veche does: «ВКонтакте: Рубцовск; Телеграм: Рубцовск коротко»."""
        known = {f"{NETWORKS[one.network].names.title}: {one.title}".casefold(): one for one in self.accounts}
        found = [known.get(part.strip().casefold()) for part in where.split(";")]
        return [account for account in found if account] if all(found) else []

    def _describe(self, one: JudgedRow) -> None:
        """Format, category and department; what is unknown is said and stays in the note."""
        row, kept = one.row, [one.note]
        one.department = self._department(row.department)
        if row.department and one.department is None:
            one.remarks.append(f"Отдела «{row.department}» в Вече нет.")
            kept.append(f"Отдел, в файле: {row.department}")
        if row.format is not None:
            one.format = Format(row.format)
        elif row.format_said:
            one.remarks.append(f"Формата «{row.format_said}» нет, взяли «{Format.TEXT.label}».")
            kept.append(f"Формат, в файле: {row.format_said}")
        category = _category(row.category)
        if category is not None:
            one.category = category
        elif row.category:
            kept.append(f"Рубрика, в файле: {row.category}")
        title = row.occasion.casefold()
        one.occasion = self.occasions.get((title, row.occasion_day)) or self.occasions.get((title, ""))
        if row.occasion and one.occasion is None:
            kept.append(f"Повод, в файле: {row.occasion}")
        if row.title != one.title:
            kept.append(row.title)
        one.note = "\n".join(part for part in (row.note, *kept) if part)[:MOST_NOTE]

    def _department(self, name: str | None) -> Department | None:
        """By its name, or the only one whose name has all of the words or is among them, in whatever case."""
        said = (name or "").casefold()
        if not said:
            return None
        if said in self.departments:
            return self.departments[said]
        near = [one for known, one in self.departments.items() if _are_among(said, known) or _are_among(known, said)]
        return near[0] if len(near) == 1 else None


def _asked(rows: Sequence[FileRow], answers: Mapping[int, Answer]) -> Iterator[Asked]:
    """Rows that may become an item, without those that are in the file twice."""
    for number, row in enumerate(rows):
        day = answers.get(number, Answer()).day or row.day
        if day and row.reason != Reason.DUPLICATE and not _refusal(row):
            yield Asked(day, short_title(row.title))


def _changes(one: JudgedRow) -> tuple[Change, ...]:
    """What the row would change in its item."""
    named = one.accounts if one.names_networks else ()
    return tuple(changes_of(one.item, one.moment, named, one.department)) if one.item else ()


def _doubt(one: JudgedRow, found: Found, changes: Sequence[Change]) -> tuple[RowOutcome, str] | None:
    if one.row.reason == Reason.DUPLICATE:
        return RowOutcome.TWICE, ROW_REASONS[Reason.DUPLICATE]
    if changes and found.is_begun:
        return RowOutcome.THERE, TEXT_IS_BEGUN.format(changes="; ".join(map(str, changes)))
    if changes:
        return None
    if found.is_there:
        return RowOutcome.THERE, "На этот день в плане уже есть пункт с таким названием. Отметьте, если нужен ещё."
    if not one.accounts:
        return RowOutcome.ASK, f"{' '.join(one.remarks[:1])} Отметьте, и поставим во все аккаунты."
    return None


def _are_among(few: str, many: str) -> bool:
    """Whether each word of `few` is one of `many`: «торговля» of «отдел торговли», but not «спорт» of «транспорта»."""
    words = re.findall(r"\w{3,}", few)
    return bool(words) and all(any(_same(word, other) for other in re.findall(r"\w{3,}", many)) for word in words)


def _same(word: str, other: str) -> bool:
    """Whether two words differ in their endings alone."""
    root = max(3, len(word) - 3, len(other) - 3)
    return word[:root] == other[:root]


@lru_cache(maxsize=256)
def _unknown_networks(where: str) -> tuple[str, ...]:
    """Words that name no network; a plan says the same few again and again."""
    return tuple(networks_in(where)[1])


_ABOUT_DAY = frozenset({WarningKind.WEEKDAY_MISMATCH.value, WarningKind.BAD_TIME.value, WarningKind.MOVED.value})


def _reason_to_ask(row: FileRow) -> str:
    if row.reason == Reason.NO_EXACT_DATE and (moved := dict(row.warnings).get(WarningKind.MOVED.value)):
        return MOVED_WITHOUT_DAY.format(said=moved)
    if row.reason == Reason.NO_EXACT_DATE and (relative := relative_day_in(row.text)):
        return RELATIVE_DAY.format(said=relative)
    return ROW_REASONS[row.reason or Reason.NO_DATE]


def _refusal(row: FileRow) -> str:
    """Why the row cannot become an item, whatever a person writes here; empty if it can."""
    if not row.describes:
        return ROW_REASONS[row.reason or Reason.NOT_AN_ITEM]
    if row.reason == Reason.FORMULA_WITHOUT_VALUE and not row.title:
        return NO_TITLE_IN_FORMULA
    if row.reason in (Reason.CANCELLED, Reason.NO_TITLE) or not row.title:
        return ROW_REASONS[row.reason or Reason.NO_TITLE]
    return ""


def _category(text: str) -> PostCategory | None:
    said = text.casefold()
    by_label = {category.label.casefold(): category for category in PostCategory}
    found = [category for category, words in _CATEGORIES.items() if re.search(words, said)]
    return by_label.get(said) or (found[0] if len(found) == 1 else None)
