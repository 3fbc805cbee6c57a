import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import veche.search.models

# Terms hold what their tokens hold: letters of any script, digits, and the colon of marks. Where a term stands in an
# entry is not asked, so positions are not kept.
FULL_TEXT = (
    "CREATE VIRTUAL TABLE search_words USING fts5(terms, content='search_indexentry', content_rowid='key',"
    " detail='none', tokenize=\"ascii tokenchars ':'\")"
)
# Without a list of what waits for its index: every search would read that too.
INVERTED = "CREATE INDEX search_entry_terms ON search_indexentry USING gin (terms) WITH (fastupdate = off)"


def add(_apps, schema_editor):
    schema_editor.execute(FULL_TEXT if schema_editor.connection.vendor == "sqlite" else INVERTED)


def drop(_apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("staff", "0014_letters_of_invitations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("source", models.CharField(max_length=100)),
                ("value", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="IndexEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("key", models.BigIntegerField(null=True, unique=True)),
                ("terms", veche.search.models.TermsField(default=frozenset)),
                (
                    "administration",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="staff.administration",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["administration", "-key"], name="search_entry_newest"),
                    models.Index(fields=["author", "administration"], name="search_entry_author"),
                ],
                "constraints": [models.UniqueConstraint(fields=("kind", "object_id"), name="search_entry_once")],
            },
        ),
        migrations.RunPython(add, drop),
    ]
