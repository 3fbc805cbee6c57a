from django.db import migrations, models


class Migration(migrations.Migration):
    """What was asked about an item of the plan is found by an index."""

    dependencies = [("requests", "0008_handed_over")]

    operations = [
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("subject_id__isnull", False)),
                fields=["subject_id", "kind"],
                name="requests_about_subject",
            ),
        ),
    ]
