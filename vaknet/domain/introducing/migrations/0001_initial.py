import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from vaknet.domain.first_tables import FirstTables


class Migration(FirstTables):
    initial = True

    dependencies = [
        ("activity", "0001_initial"),
        ("networks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AskedByPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("times", models.PositiveIntegerField(default=0)),
                ("brought", models.PositiveIntegerField(default=0)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("network"), models.F("day"), name="asked_by_partner_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EndedBefore",
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
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "ended before",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("network"), models.F("token"), name="ended_before_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FindableAcross",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=20)),
                ("shows_knows", models.BooleanField()),
                ("shows_organisation", models.BooleanField()),
                ("shows_place", models.BooleanField()),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("until", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findable_across",
                        to="activity.actor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("actor"),
                        condition=models.Q(("until", None)),
                        name="findable_across_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IntroductionAcross",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=22)),
                ("is_incoming", models.BooleanField()),
                ("shown", models.CharField(max_length=22)),
                ("other_name", models.CharField(max_length=120)),
                ("other_headline", models.CharField(blank=True, max_length=240)),
                ("other_mail", models.CharField(blank=True, max_length=254)),
                ("purpose", models.TextField(max_length=1000)),
                ("mail", models.CharField(blank=True, max_length=254)),
                ("words", models.TextField(blank=True, max_length=1000)),
                (
                    "asked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("arrived_at", models.DateTimeField(null=True)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("declined_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Nobody answered in time"),
                            ("ended", "Ended by the other side"),
                            ("parted", "The two networks do not work together any more"),
                            ("left", "The account was closed"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "telling",
                    models.CharField(
                        blank=True,
                        choices=[("", "Nothing"), ("ask", "Ask"), ("yes", "Yes"), ("end", "End")],
                        max_length=3,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("stuck_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introductions_across",
                        to="activity.actor",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("telling", ""), _negated=True),
                        fields=["due_at"],
                        name="introduction_across_due",
                    ),
                    models.Index(fields=["member", "-asked_at"], name="introduction_across_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("network"),
                        models.F("token"),
                        models.F("is_incoming"),
                        name="introduction_across_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at", None), ("declined_at", None), _connector="OR"
                        ),
                        name="introduction_across_yes_or_no",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FindableBy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("until", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findable_by",
                        to="activity.actor",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("actor"),
                        models.F("network"),
                        condition=models.Q(("until", None)),
                        name="findable_by_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ShownToPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=22, unique=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shown_to_partners",
                        to="activity.actor",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="networks.network",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["network", "at"], name="shown_to_partner_by_time")
                ],
            },
        ),
    ]
