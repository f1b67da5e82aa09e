from django.apps import AppConfig


class VisitingConfig(AppConfig):
    name = "vaknet.domain.visiting"
    label = "visiting"

    def ready(self) -> None:
        """Models are there only now."""
        from vaknet.domain.groups.actions.requests import BEFORE_LETTING_IN  # noqa: PLC0415
        from vaknet.domain.networks.actions.ending import WHEN_IT_ENDS  # noqa: PLC0415
        from vaknet.domain.visiting.actions.ending import end_visits  # noqa: PLC0415
        from vaknet.domain.visiting.actions.opening import check_open_to  # noqa: PLC0415

        WHEN_IT_ENDS.append(end_visits)
        BEFORE_LETTING_IN.append(check_open_to)
