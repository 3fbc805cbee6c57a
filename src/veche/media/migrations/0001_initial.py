"""Take the models of files over from `posts`. Changes nothing in the database: the tables keep their names."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import veche.kit.choices

_STATES = [("waiting", "готовим"), ("ready", "готово"), ("refused", "не подошло")]
_KINDS = [
    ("photo", "фото"),
    ("video", "видео"),
    ("animation", "анимация"),
    ("document", "файл"),
    ("subtitles", "субтитры"),
]


def _id() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _key(to: str, on_delete=django.db.models.deletion.PROTECT, related_name: str = "+", **more) -> models.ForeignKey:
    return models.ForeignKey(on_delete=on_delete, related_name=related_name, to=to, **more)


class Migration(migrations.Migration):
    initial = True
    dependencies = (
        ("posts", "0006_networks_from_registry"),
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )
    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Media",
                    fields=[
                        ("id", _id()),
                        ("sha256", models.CharField(max_length=64)),
                        ("name", models.CharField(max_length=200)),
                        ("mime", models.CharField(max_length=100)),
                        ("kind", models.CharField(choices=_KINDS, default="photo", max_length=12)),
                        ("state", models.CharField(choices=_STATES, default="ready", max_length=8)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("width", models.PositiveIntegerField()),
                        ("height", models.PositiveIntegerField()),
                        ("size", models.PositiveIntegerField()),
                        ("seconds", models.FloatField(default=0)),
                        ("codecs", models.CharField(blank=True, max_length=60)),
                        ("tells_place", models.BooleanField(default=False)),
                        ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                        ("administration", _key("staff.administration", db_index=False)),
                        ("uploaded_by", _key(settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        "db_table": "posts_media",
                        "constraints": [
                            models.UniqueConstraint(fields=("administration", "sha256"), name="posts_media_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rendition",
                    fields=[
                        ("id", _id()),
                        ("network", models.CharField(choices=veche.kit.choices.network_choices, max_length=20)),
                        ("state", models.CharField(choices=_STATES, default="waiting", max_length=8)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("progress", models.FloatField(default=0)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("mime", models.CharField(blank=True, max_length=100)),
                        ("size", models.PositiveIntegerField(default=0)),
                        ("width", models.PositiveIntegerField(default=0)),
                        ("height", models.PositiveIntegerField(default=0)),
                        ("seconds", models.FloatField(default=0)),
                        ("administration", _key("staff.administration", db_index=False)),
                        ("media", _key("media.media", django.db.models.deletion.CASCADE, "renditions")),
                    ],
                    options={
                        "db_table": "posts_rendition",
                        "constraints": [
                            models.UniqueConstraint(fields=("media", "network"), name="posts_rendition_once")
                        ],
                    },
                ),
            ],
        ),
    )
