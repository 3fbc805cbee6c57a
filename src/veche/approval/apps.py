from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "veche.approval"
    label = "approval"
    verbose_name = "Согласование"

    def ready(self) -> None:
        from veche.alarms.news import News, find_by, register  # noqa: PLC0415
        from veche.approval.domain import review_news, step_news  # noqa: PLC0415
        from veche.approval.domain.department_requests import register_kind  # noqa: PLC0415
        from veche.approval.domain.queries import asked_of  # noqa: PLC0415
        from veche.approval.domain.silence import NEWS, silence_matters  # noqa: PLC0415

        register_kind()
        register(News(kind=NEWS, called="молчание станет согласием", read=silence_matters))
        register(
            News(
                kind=review_news.NEWS,
                called="согласовали без вас, ждёт вашей проверки",
                read=review_news.review_matters,
                several="согласовали без вас, ждёт вашей проверки: {count}",
                lasts=None,
            )
        )
        register(
            News(
                kind=step_news.NEWS,
                called="ждёт вашего согласия",
                read=step_news.asked_matters,
                several="ждут вашего согласия: {count}",
                lasts=None,
                waiting=asked_of,
            )
        )
        find_by(step_news.find)
