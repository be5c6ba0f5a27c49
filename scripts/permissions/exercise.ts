import { connect, type Deployment, type Harness } from "localstack-harness";
import { explain } from "localstack-harness/cli";
import { reminderRequest } from "../../functions/reminder.fixture.ts";
import { COMPLETION_SUBJECT, REMINDERS_PATH, type ReminderRequest } from "../../functions/reminder.ts";
import { appFrom } from "../app/petcuddleotron.ts";

/** Milliseconds that a part may take: seconds on a busy machine, where all functions start cold. */
const WITHIN_MS = 60_000;

interface Answer {
  status: number;
  /** The reminder's id, where there is one. */
  id: string;
}

/**
 * Goes every way through the app once, so that everything that it may do is done: a reminder that is sent, asked for
 * again, followed, cancelled in time and too late; one that SES refuses; a request that leads nowhere; a visit of the page.
 * @returns what went wrong, as messages. It goes on all the same: what a call that AWS denies breaks in a
 * function is to be reported as that call
 */
export async function exercise(
  { endpoint, outputs }: Deployment,
  onProgress: (step: string) => void,
): Promise<string[]> {
  const { apiUrl, siteUrl, stateMachineArn } = appFrom(outputs);
  await using harness = await connect({ endpoint, stateMachineArns: [stateMachineArn], within: WITHIN_MS });
  const run = new Exercise(harness, apiUrl);
  const parts: Record<string, () => Promise<void>> = {
    "a reminder that is sent": () => run.sent(),
    "a reminder that is cancelled": () => run.cancelled(),
    "a reminder that is cancelled too late": () => run.cancelledTooLate(),
    "a reminder that SES refuses": () => run.failed(),
    "requests that are refused": () => run.refused(),
    "a visit of the page": () => visited(siteUrl),
  };
  const troubles = await Promise.all(
    Object.entries(parts).map(async ([name, part]) => {
      try {
        await part();
        onProgress(name);
        return [];
      } catch (error) {
        return [`${name}: ${explain(error, false)}`];
      }
    }),
  );
  return troubles.flat();
}

/** The app did something else than in this part of the exercise it should. */
class UnexpectedAnswerError extends Error {
  override readonly name = "UnexpectedAnswerError";
}

const SEND_EMAIL = { service: "ses", operation: "SendEmail" };

class Exercise {
  readonly #harness: Harness;
  readonly #apiUrl: string;

  constructor(harness: Harness, apiUrl: string) {
    this.#harness = harness;
    this.#apiUrl = apiUrl;
  }

  async sent(): Promise<void> {
    const email = this.#harness.inbox.address("sent");
    await using _clock = await this.#harness.clock.compress(email);
    // refused once, so that it finds its own claim
    await using _busy = await this.#harness.faults.inject({
      ...SEND_EMAIL,
      error: "Throttling",
      times: 1,
      match: email,
    });
    const key = { "idempotency-key": crypto.randomUUID() };
    const { id } = await this.#ask({ waitSeconds: 1, email }, key);
    await this.#ended(id, "SUCCEEDED");
    await this.#expect(200, "GET", `${REMINDERS_PATH}/${id}`);
    // only after the end Step Functions refuses the same name, so that the function looks at what there is
    await this.#ask({ waitSeconds: 1, email }, key);
  }

  async cancelled(): Promise<void> {
    const { id } = await this.#ask({ waitSeconds: 3_600, email: this.#harness.inbox.address("cancelled") });
    await this.#expect(200, "DELETE", `${REMINDERS_PATH}/${id}`);
    await this.#ended(id, "ABORTED");
  }

  /** The function reads the claim that kept it from its own. */
  async cancelledTooLate(): Promise<void> {
    const email = this.#harness.inbox.address("too-late");
    const match = [email, COMPLETION_SUBJECT];
    let id: string;
    {
      await using _busy = await this.#harness.faults.inject({ ...SEND_EMAIL, error: "Throttling", match });
      ({ id } = await this.#ask({ waitSeconds: 0, email }));
      await this.#harness.executions.get(id).waitForState("NotifyCompletion");
      await this.#expect(409, "DELETE", `${REMINDERS_PATH}/${id}`);
    }
    await using _clock = await this.#harness.clock.compress(id);
    await this.#ended(id, "SUCCEEDED");
  }

  async failed(): Promise<void> {
    const email = this.#harness.inbox.address("failed");
    await using _clock = await this.#harness.clock.compress(email);
    await using _outage = await this.#harness.faults.inject({
      ...SEND_EMAIL,
      error: "MessageRejected",
      match: email,
    });
    const { id } = await this.#ask({ waitSeconds: 0, email });
    await this.#ended(id, "FAILED");
  }

  async refused(): Promise<void> {
    await this.#expect(405, "PUT", `${REMINDERS_PATH}/${crypto.randomUUID()}`);
    await this.#expect(404, "GET", "/nowhere");
  }

  #ask(fields: Partial<ReminderRequest>, headers: Record<string, string> = {}): Promise<Answer> {
    const body = JSON.stringify(reminderRequest(fields));
    return this.#expect(202, "POST", REMINDERS_PATH, { body, headers });
  }

  async #expect(
    status: number,
    method: string,
    path: string,
    { body, headers = {} }: { body?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const response = await fetch(this.#apiUrl + path, {
      method,
      headers: { "content-type": "application/json", ...headers },
      signal: AbortSignal.timeout(WITHIN_MS),
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    if (response.status !== status) {
      throw new UnexpectedAnswerError(
        `${method} ${path} answered ${response.status}, not ${status}: ${text}`,
      );
    }
    return { status, id: String(JSON.parse(text).id) };
  }

  async #ended(id: string, status: string): Promise<void> {
    const record = await this.#harness.executions.get(id).waitForEnd();
    if (record.status !== status) {
      throw new UnexpectedAnswerError(`execution ${id} ended as ${record.status}, not as ${status}`);
    }
  }
}

async function visited(siteUrl: string): Promise<void> {
  const { status } = await fetch(siteUrl, { signal: AbortSignal.timeout(WITHIN_MS) });
  if (status !== 200) throw new UnexpectedAnswerError(`${siteUrl} answered ${status}`);
}
