import { useState } from "preact/hooks";
import { change } from "../../api.ts";
import { say } from "../../parts/announce.tsx";
import { Field, Lease, number, text } from "./field.tsx";

/** In the ARN of the role under which each execution runs. */
const EVERY = "arn:aws";

export function ClockForm() {
  const [isChosen, setChosen] = useState(false);
  const compress = async (data: FormData) => {
    const match = isChosen ? text(data, "match") : EVERY;
    await change("POST", "/controls/clocks", {
      match,
      scale: number(data, "scale"),
      lease: number(data, "lease"),
    });
    say("Waits are shorter now.");
  };
  return (
    <form
      class="card"
      aria-labelledby="clock-title"
      onSubmit={(event) => {
        event.preventDefault();
        compress(new FormData(event.currentTarget)).catch((error: Error) => say(error.message, "bad"));
      }}
    >
      <h2 id="clock-title">Make waits shorter</h2>
      <p class="muted">Wait states and pauses before retries, also those that have begun.</p>
      <div class="fields">
        <Field label="Of">
          <select
            value={isChosen ? "some" : "all"}
            onChange={({ currentTarget }) => setChosen(currentTarget.value === "some")}
          >
            <option value="all">every execution</option>
            <option value="some">executions with a text</option>
          </select>
        </Field>
        {isChosen && (
          <Field label="Text" hint="in the execution's name, ARN or input">
            <input name="match" required minLength={1} />
          </Field>
        )}
        <Field label="Waits take">
          <select name="scale">
            <option value="0">no time</option>
            <option value="0.01">1 % of their time</option>
            <option value="0.1">10 % of their time</option>
          </select>
        </Field>
        <Lease />
      </div>
      <div class="actions">
        <button type="submit" class="button primary">
          Make waits shorter
        </button>
      </div>
    </form>
  );
}
