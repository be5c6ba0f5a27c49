"""What happened: calls, requests, messages, mails and executions."""

from collections.abc import Mapping

from localstack.http import Request

from localstack_harness.calls.api_requests import REQUESTS, ApiRequest, RequestPage
from localstack_harness.calls.encoded import Encoded
from localstack_harness.calls.record import CALLS, CallPage
from localstack_harness.calls.recorder_cost import COST, Cost
from localstack_harness.control_api.controls import Controls, controls
from localstack_harness.control_api.requests import NotFoundError, number, reject_unknown
from localstack_harness.control_api.routes import Routes
from localstack_harness.inspection.activity import Inspected, inspect
from localstack_harness.inspection.executions import ExecutionDetail, execution_detail
from localstack_harness.inspection.mails import MailPage, mail_ids, mails_after
from localstack_harness.messages.record import MESSAGES, MessagePage
from localstack_harness.support.fields import BadInputError

# a reader that is behind comes again
_ACTIVITY_CALLS = 2_000


class CallsWithCost(CallPage):
    cost: Cost


class Activity(Inspected, Controls):
    """Everything that happened since a reader last asked, and what is in force."""

    calls: Encoded
    """A `CallPage`; calls that write no log lines are without their request."""
    requests: RequestPage


def _calls(request: Request) -> CallsWithCost:
    reject_unknown(request, "since", "match")
    page = CALLS.since(number(request, "since"), tuple(request.args.getlist("match")))
    return {**page, "cost": COST.so_far()}


def _messages(request: Request) -> MessagePage:
    reject_unknown(request, "of", "since")
    arn = request.args.get("of")
    if not arn:
        raise BadInputError("`of` is missing: the ARN of a queue, a topic or an event bus")
    return MESSAGES.of(arn, number(request, "since"))


def _activity(request: Request) -> Activity:
    reject_unknown(request, "calls", "requests", "mail", "executions")
    # the time is taken before anything is read
    inspected = inspect(request.args.get("mail", ""), number(request, "executions"))
    return {
        **inspected,
        "calls": CALLS.news(number(request, "calls"), _ACTIVITY_CALLS),
        "requests": REQUESTS.since(number(request, "requests")),
        **controls(),
    }


def _mails(request: Request) -> MailPage:
    """With their content, as LocalStack's `/_aws/ses` has them."""
    reject_unknown(request, "after")
    return mails_after(request.args.get("after", ""), content=True)


def _mail_ids(_: Request) -> Mapping[str, object]:
    return {"ids": mail_ids()}


def _execution(request: Request) -> ExecutionDetail:
    reject_unknown(request, "arn", "after")
    arn = request.args.get("arn", "")
    found = execution_detail(arn, number(request, "after"))
    if found is None:
        raise NotFoundError(f"there is no execution {arn!r}")
    return found


def _requests(request: Request) -> Mapping[str, object]:
    reject_unknown(request, "match")
    return {"requests": REQUESTS.mentioning(request.args.get("match", ""))}


def _request(_: Request, seq: int) -> ApiRequest:
    found = REQUESTS.find(seq)
    if found is None:
        raise NotFoundError(f"there is no request {seq}, or it is no longer kept")
    return found


ROUTES: Routes = {
    ("GET", "/calls"): _calls,
    ("GET", "/activity"): _activity,
    ("GET", "/mails"): _mails,
    ("GET", "/mails/ids"): _mail_ids,
    ("GET", "/executions/detail"): _execution,
    ("GET", "/requests"): _requests,
    ("GET", "/requests/<int:seq>"): _request,
    ("GET", "/messages"): _messages,
}
