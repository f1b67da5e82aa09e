import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("federation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnPlace",
            fields=[
                ("only", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
            ],
        ),
        migrations.CreateModel(
            name="Knock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host", models.CharField(max_length=260)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [models.Index(models.F("at"), name="knock_by_time")],
            },
        ),
        migrations.CreateModel(
            name="Network",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("base", models.CharField(max_length=300, unique=True)),
                ("uri", models.CharField(max_length=500, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("description", models.CharField(blank=True, max_length=500)),
                ("place", models.CharField(blank=True, max_length=100)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("keys", models.JSONField(default=list)),
                ("read_at", models.DateTimeField()),
                (
                    "since",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "host",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="network",
                        to="federation.host",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Treaty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=22, unique=True)),
                (
                    "proposed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "proposed_by",
                    models.CharField(choices=[("here", "Here"), ("there", "There")], max_length=5),
                ),
                ("in_force_from", models.DateTimeField(null=True)),
                ("in_force_until", models.DateTimeField(null=True)),
                (
                    "notice_by",
                    models.CharField(
                        blank=True, choices=[("here", "Here"), ("there", "There")], max_length=5
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.CharField(
                        blank=True, choices=[("here", "Here"), ("there", "There")], max_length=5
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                ("warned_at", models.DateTimeField(null=True)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="treaties",
                        to="networks.network",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "treaties",
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "by",
                    models.CharField(choices=[("here", "Here"), ("there", "There")], max_length=5),
                ),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("set_aside_at", models.DateTimeField(null=True)),
                ("signed_here_at", models.DateTimeField(null=True)),
                ("signed_here", models.JSONField(null=True)),
                ("signed_there_at", models.DateTimeField(null=True)),
                ("signed_there", models.JSONField(null=True)),
                (
                    "treaty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="networks.treaty",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "terms",
            },
        ),
        migrations.CreateModel(
            name="FromPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agenda", "events that are open to everyone"),
                            ("groups", "groups that everyone can read"),
                            ("journals", "journals of these groups"),
                            ("opportunities", "opportunities that are open to everyone"),
                            ("directory", "members who agree to it"),
                            ("who_can_help", "who can help, of members who agree to it"),
                        ],
                        max_length=14,
                    ),
                ),
                ("uri", models.CharField(max_length=500)),
                ("url", models.CharField(max_length=500)),
                ("title", models.CharField(max_length=200)),
                ("text", models.CharField(blank=True, max_length=500)),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "treaty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="received",
                        to="networks.treaty",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Errand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=20)),
                ("told", models.JSONField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "due_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("trouble", models.CharField(blank=True, max_length=200)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "treaty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="errands",
                        to="networks.treaty",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TreatyShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("agenda", "events that are open to everyone"),
                            ("groups", "groups that everyone can read"),
                            ("journals", "journals of these groups"),
                            ("opportunities", "opportunities that are open to everyone"),
                            ("directory", "members who agree to it"),
                            ("who_can_help", "who can help, of members who agree to it"),
                        ],
                        max_length=14,
                    ),
                ),
                ("read_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=200)),
                (
                    "treaty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="networks.treaty",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(max_length=64, unique=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="heard",
                        to="networks.network",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("network"), models.F("at"), name="heard_lately")],
            },
        ),
        migrations.AddConstraint(
            model_name="treaty",
            constraint=models.UniqueConstraint(
                models.F("network"), condition=models.Q(("ended_at", None)), name="treaty_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.UniqueConstraint(
                models.F("treaty"), models.F("digest"), name="terms_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.UniqueConstraint(
                models.F("treaty"),
                models.F("number"),
                condition=models.Q(("set_aside_at", None)),
                name="terms_numbered",
            ),
        ),
        migrations.AddIndex(
            model_name="frompartner",
            index=models.Index(
                models.F("kind"), models.F("starts_at"), name="from_partner_by_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="frompartner",
            constraint=models.UniqueConstraint(
                models.F("treaty"), models.F("kind"), models.F("uri"), name="from_partner_once"
            ),
        ),
        migrations.AddIndex(
            model_name="errand",
            index=models.Index(
                models.F("due_at"), condition=models.Q(("done_at", None)), name="errand_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="treatyshare",
            constraint=models.UniqueConstraint(
                models.F("treaty"), models.F("kind"), name="treaty_share_once"
            ),
        ),
    ]
