from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_seal_heads")]

    operations = [migrations.AddField("entry", "seal", models.CharField(max_length=100, null=True))]
