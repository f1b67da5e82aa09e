import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from vaknet.domain.first_tables import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("activity", "0001_initial"),
        ("groups", "0001_initial"),
        ("networks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visitor",
            fields=[
                (
                    "actor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="visitor",
                        serialize=False,
                        to="activity.actor",
                    ),
                ),
                ("token", models.CharField(max_length=22)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visitors",
                        to="networks.network",
                    ),
                ),
                (
                    "treaty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="networks.treaty",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ShownOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=22)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="groups.group",
                    ),
                ),
                (
                    "treaty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="networks.treaty",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "shown out",
            },
        ),
        migrations.CreateModel(
            name="Farewell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=22)),
                ("group", models.CharField(blank=True, max_length=22)),
                (
                    "due_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="farewells",
                        to="networks.network",
                    ),
                ),
                (
                    "treaty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="networks.treaty",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("due_at"), name="farewell_due")],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=22, unique=True)),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("until", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="groups.group",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("group"), condition=models.Q(("until", None)), name="opening_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenTo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_to",
                        to="visiting.opening",
                    ),
                ),
                (
                    "treaty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="networks.treaty",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "open to",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("opening"), models.F("treaty"), name="open_to_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=22)),
                ("group", models.CharField(max_length=22)),
                ("name", models.CharField(max_length=120)),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("since", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="activity.actor",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="networks.network",
                    ),
                ),
                (
                    "treaty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="networks.treaty",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("actor"),
                        models.F("network"),
                        models.F("group"),
                        condition=models.Q(("until", None)),
                        name="visit_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="visitor",
            constraint=models.UniqueConstraint(
                models.F("network"), models.F("token"), name="visitor_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="shownout",
            constraint=models.UniqueConstraint(
                models.F("treaty"), models.F("token"), models.F("group"), name="shown_out_once"
            ),
        ),
    ]
