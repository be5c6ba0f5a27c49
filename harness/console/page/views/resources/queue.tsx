import { useEffect, useState } from "preact/hooks";
import type { MessageRow } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { JsonView } from "../../parts/json-view.tsx";
import { Empty, Facts } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { count, dateTime } from "../../state/format.ts";
import { lastOf } from "../../state/store.ts";

const AGAIN_MS = 2_000;

export function Queue({ url, place }: { url: string; place: string }) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(
      () => document.visibilityState !== "hidden" && setTurn((each) => each + 1),
      AGAIN_MS,
    );
    return () => clearInterval(timer);
  }, []);
  const loaded = useLoaded(
    (signal) => read<MessageRow[]>("/resources/messages", { queue: url, place }, signal),
    [url, place, turn],
  );
  return (
    <article class="stack" aria-label={`Queue ${lastOf(url)}`}>
      <h2 class="detail-title">{lastOf(url)}</h2>
      <Show loaded={loaded}>
        {(messages) =>
          messages.length === 0 ? (
            <Empty icon="trace" title="The queue is empty">
              <p>
                Messages that wait, are delayed or being received appear here. Looking does not receive them.
              </p>
            </Empty>
          ) : (
            <>
              <p class="muted">{count(messages.length, "message")}; looking does not receive them</p>
              {messages.map((message) => (
                <Message key={message.id} message={message} />
              ))}
            </>
          )
        }
      </Show>
    </article>
  );
}

const TONES: Record<MessageRow["state"], string> = { waiting: "busy", delayed: "muted", received: "warn" };

const Message = ({ message }: { message: MessageRow }) => (
  <section class="card" aria-label={`Message ${message.id}`}>
    <header class="detail-head">
      <code>{message.id}</code>
      <span class={`status ${TONES[message.state]}`}>{message.state}</span>
    </header>
    <Facts
      of={[
        ["Sent", message.sentAt && dateTime(message.sentAt)],
        ["Received", message.receives === 0 ? "not yet" : count(message.receives, "time")],
        ["Message group", message.group],
        ...Object.entries(message.attributes),
      ]}
    />
    <JsonView label={`Body of ${message.id}`} value={message.body} />
  </section>
);
