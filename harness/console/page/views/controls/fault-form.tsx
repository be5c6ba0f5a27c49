import { useState } from "preact/hooks";
import type { ControlNames } from "../../../view-shapes.ts";
import { change } from "../../api.ts";
import { say } from "../../parts/announce.tsx";
import { usage } from "../../state/store.ts";
import { Field, Lease, number, text } from "./field.tsx";

const ERRORS = [
  "Throttling",
  "ThrottlingException",
  "ServiceUnavailable",
  "InternalFailure",
  "AccessDenied",
  "RequestTimeout",
];

export function FaultForm({ names }: { names: ControlNames }) {
  const [kind, setKind] = useState<"service" | "function">("service");
  const [service, setService] = useState("");
  const used = [...new Set(usage.all.value.map((row) => row.service))].sort();
  const inject = async (data: FormData) => {
    const share = number(data, "share");
    const given = {
      match: text(data, "match") === "" ? [] : [text(data, "match")],
      times: number(data, "times"),
      share: share === undefined ? undefined : share / 100,
      delayMs: number(data, "delay"),
      lease: number(data, "lease"),
    };
    const fault =
      kind === "function"
        ? { ...given, function: text(data, "function"), effect: text(data, "effect") }
        : {
            ...given,
            service: text(data, "service"),
            operation: text(data, "operation"),
            error: text(data, "error") || undefined,
          };
    await change("POST", "/controls/faults", fault);
    say("The fault is in force.");
  };
  return (
    <form
      class="card"
      aria-labelledby="fault-title"
      onSubmit={(event) => {
        event.preventDefault();
        inject(new FormData(event.currentTarget)).catch((error: Error) => say(error.message, "bad"));
      }}
    >
      <h2 id="fault-title">Inject a fault</h2>
      <p class="muted">An outage, throttling, latency or a crash, of what you choose.</p>
      <div class="fields">
        <Field label="In">
          <select value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value as typeof kind)}>
            <option value="service">an AWS operation</option>
            <option value="function">a function</option>
          </select>
        </Field>
        {kind === "service" ? (
          <>
            <Field
              label="Service"
              hint={used.length > 0 ? `used here: ${used.join(", ")}` : "as the AWS CLI names it"}
            >
              <input
                name="service"
                required
                list="services"
                value={service}
                onInput={({ currentTarget }) => setService(currentTarget.value)}
              />
            </Field>
            <Field label="Operation" hint="such as SendEmail">
              <input name="operation" required list="operations" />
            </Field>
            <Field label="Error" hint="leave it empty for latency alone">
              <input name="error" list="errors" defaultValue="Throttling" />
            </Field>
          </>
        ) : (
          <>
            <Field label="Function">
              <select name="function" required>
                {names.functions.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </Field>
            <Field label="Effect">
              <select name="effect">
                <option value="timeout">times out</option>
                <option value="crash">crashes</option>
                <option value="throttle">is throttled</option>
              </select>
            </Field>
          </>
        )}
        <Field label="Latency in milliseconds">
          <input name="delay" type="number" min={0} max={900_000} step={1} />
        </Field>
        <Field label="Share of the calls in percent" hint="at random; empty: all">
          <input name="share" type="number" min={1} max={100} step={1} />
        </Field>
        <Field label="Number of calls" hint="empty: until it ends">
          <input name="times" type="number" min={1} step={1} />
        </Field>
        <Field label="Only with this text" hint="in the request, such as an address">
          <input name="match" />
        </Field>
        <Lease />
      </div>
      <datalist id="services">
        {[
          ...used,
          ...Object.keys(names.operations)
            .filter((name) => !used.includes(name))
            .sort(),
        ].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id="operations">
        {(names.operations[service] ?? []).toSorted().map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id="errors">
        {ERRORS.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div class="actions">
        <button type="submit" class="button primary">
          Inject the fault
        </button>
      </div>
    </form>
  );
}
