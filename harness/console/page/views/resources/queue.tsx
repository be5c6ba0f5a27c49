import { useEffect, useState } from "preact/hooks";
import type { MessageRow } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { JsonView } from "../../parts/json-view.tsx";
import { Empty } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { count, dateTime } from "../../state/format.ts";
import { lastOf } from "../../state/store.ts";

const AGAIN_MS = 2_000;

export function Queue({ url }: { url: string }) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(
      () => document.visibilityState !== "hidden" && setTurn((each) => each + 1),
      AGAIN_MS,
    );
    return () => clearInterval(timer);
  }, []);
  const loaded = useLoaded(
    (signal) => read<MessageRow[]>("/resources/messages", { queue: url }, signal),
    [url, turn],
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
              {messages.map(({ id, body, sentAt, receives }) => (
                <section key={id} class="card" aria-label={`Message ${id}`}>
                  <p class="muted">
                    <code>{id}</code>
                    {sentAt ? `, sent ${dateTime(sentAt)}` : ""}, received{" "}
                    {receives === 1 ? "once" : `${receives} times`}
                  </p>
                  <JsonView label={`Body of ${id}`} value={body} />
                </section>
              ))}
            </>
          )
        }
      </Show>
    </article>
  );
}
