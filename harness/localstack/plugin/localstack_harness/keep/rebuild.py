"""What a service derives from its state: plans, workers, and services for its resources."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from localstack_harness.support.loading.late_patch import when_imported
from localstack_harness.support.patching import replace


def install() -> None:
    when_imported("localstack.services.cloudwatch.alarm_scheduler", _restart_alarms_of_regions_in_use)


def _restart_alarms_of_regions_in_use() -> None:
    """LocalStack looks for alarms in every region of AWS."""
    from localstack.services.cloudwatch.alarm_scheduler import AlarmScheduler
    from localstack.services.cloudwatch.models import cloudwatch_stores

    def restart_existing_alarms(self: AlarmScheduler) -> None:
        for _, _, store in cloudwatch_stores.iter_stores():
            for arn in list(store.alarms):
                self.schedule_metric_alarm(alarm_arn=arn)

    replace(AlarmScheduler, "restart_existing_alarms", restart_existing_alarms)


def rebuild(name: str, provider: Any) -> None:
    if act := _REBUILDERS.get(name):
        act(provider)


def _events(provider: Any) -> None:
    from localstack.services.events.api_destination import APIDestinationService
    from localstack.services.events.archive import ArchiveService
    from localstack.services.events.connection import ConnectionService
    from localstack.services.events.event_bus import EventBusService
    from localstack.services.events.models import events_stores
    from localstack.services.events.rule import RuleService

    from localstack_harness.scheduler import rules

    for account, region, store in events_stores.iter_stores():
        for connection in store.connections.values():
            provider._connection_service_store[connection.arn] = ConnectionService.restore_from_connection(
                connection
            )
        for destination in store.api_destinations.values():
            own: Any = next(
                (each for each in store.connections.values() if each.arn == destination.connection_arn), None
            )
            provider._api_destination_service_store[destination.arn] = (
                APIDestinationService.restore_from_api_destination_and_connection(destination, own)
            )
        for bus in store.event_buses.values():
            provider._event_bus_services_store[bus.arn] = EventBusService(bus)
            for rule in bus.rules.values():
                provider._rule_services_store[rule.arn] = RuleService(rule)
                for target in rule.targets.values():
                    provider.create_target_sender(target, rule.arn, rule.name, region, account)
        for archive in store.archives.values():
            created = archive.creation_time
            provider._archive_service_store[archive.arn] = ArchiveService(archive)
            archive.creation_time = created
    rules.plan_again(provider, datetime.now(UTC))


def _step_functions(_: Any) -> None:
    from localstack_harness.keep import executions

    executions.end_running()


def _scheduler(_: Any) -> None:
    from localstack_harness.scheduler import schedules

    schedules.plan_again(datetime.now(UTC))


def _pipes(_: Any) -> None:
    from localstack_harness.pipes import service

    service.run_again()


def _cloudformation(_: Any) -> None:
    from localstack.services.cloudformation.stores import cloudformation_stores

    from localstack_harness.cloudfront.resource import serve_again

    for _account, _region, store in cloudformation_stores.iter_stores():
        serve_again(store.stacks_v2.values())


_REBUILDERS: dict[str, Callable[[Any], None]] = {
    "cloudformation": _cloudformation,
    "stepfunctions": _step_functions,
    "events": _events,
    "scheduler": _scheduler,
    "pipes": _pipes,
}
