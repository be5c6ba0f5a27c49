import { poll } from "localstack-harness";
import { reminderRequest } from "../functions/reminder.fixture.ts";
import {
  type Field,
  type Problem,
  REMINDERS_PATH,
  type Reminder,
  type ReminderStatus,
} from "../functions/reminder.ts";

/** An answer of the API: its body parsed where it is JSON, as text otherwise. */
export interface Answer {
  status: number;
  headers: Headers;
  body: Partial<Omit<Reminder, "status"> & Omit<Problem, "status">> & { status?: ReminderStatus | number };
}

/**
 * The fields of a request that a test cares about, with any value, so that suites can send what the contract refuses;
 * those that it leaves out have the values of `functions/reminder.fixture.ts`.
 */
export type RequestFields = { [field in Field]?: unknown } & { [unknownField: string]: unknown };

/** Milliseconds in which the throttle of all suites together lets a request through. */
const THROTTLED_MS = 45_000;

/** The app's REST API as the page calls it. `origin` is sent along, as a browser does. */
export class ReminderApi {
  readonly url: string;
  readonly origin: string;
  readonly #fetch: typeof fetch;

  constructor(url: string, origin: string, fetcher: typeof fetch = fetch) {
    this.url = url;
    this.origin = origin;
    this.#fetch = fetcher;
  }

  /**
   * Any request below `ApiUrl`. All suites share the stage's throttle: a request that it refuses (429) is sent again, as
   * clients of API Gateway do.
   */
  send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    return poll({ awaiting: "an answer other than 429", within: THROTTLED_MS }, async () => {
      const answer = await this.#sendOnce(method, path, init);
      return answer.status === 429 ? { seen: "429 Too Many Requests" } : { done: answer };
    });
  }

  async #sendOnce(method: string, path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (!headers.has("origin")) headers.set("origin", this.origin);
    const response = await this.#fetch(this.url + path, { ...init, method, headers });
    const text = await response.text();
    const json = /\bjson\b/.test(response.headers.get("content-type") ?? "");
    return {
      status: response.status,
      headers: response.headers,
      body: json && text !== "" ? JSON.parse(text) : text,
    };
  }

  /** `POST /petcuddleotron` with a body that is sent as it is. */
  post(body: string | undefined, headers: Record<string, string> = {}): Promise<Answer> {
    const init = body === undefined ? {} : { body };
    return this.send("POST", REMINDERS_PATH, {
      ...init,
      headers: { "content-type": "application/json", ...headers },
    });
  }

  /** `POST /petcuddleotron` with these fields. */
  submit(fields: RequestFields, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post(JSON.stringify(reminderRequest(fields)), headers);
  }

  /** A request that must be accepted. Throws an `UnexpectedAnswer` where it is not. */
  async request(fields: RequestFields, headers: Record<string, string> = {}): Promise<Reminder> {
    const answer = await this.submit(fields, headers);
    if (answer.status !== 202) throw new UnexpectedAnswer(202, answer);
    return answer.body as Reminder;
  }

  get(id: string): Promise<Answer> {
    return this.send("GET", `${REMINDERS_PATH}/${id}`);
  }

  cancel(id: string): Promise<Answer> {
    return this.send("DELETE", `${REMINDERS_PATH}/${id}`);
  }
}

/** The API answered with another status than the promise under test needs. */
export class UnexpectedAnswer extends Error {
  override readonly name = "UnexpectedAnswer";
  readonly answer: Answer;

  constructor(expected: number, answer: Answer) {
    super(`expected status ${expected}, got ${answer.status}: ${JSON.stringify(answer.body)}`);
    this.answer = answer;
  }
}
