from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0011_staff_table"),
    ]

    operations = [
        migrations.AddField(
            model_name="deputy",
            name="basis",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="распоряжение"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="grant",
            name="basis",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="распоряжение"),
            preserve_default=False,
        ),
    ]
