import { useState } from "preact/hooks";
import type { ItemPage } from "../../../view-shapes.ts";
import { read } from "../../api.ts";
import { JsonView } from "../../parts/json-view.tsx";
import { Empty } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { count } from "../../state/format.ts";
import { Pages } from "./pages.tsx";

export function Table({ name, place }: { name: string; place: string }) {
  const [turn, setTurn] = useState(0);
  const [starts, setStarts] = useState<string[]>([]);
  const from = starts.at(-1);
  const loaded = useLoaded(
    (signal) => read<ItemPage>("/resources/items", { table: name, place, ...(from && { from }) }, signal),
    [name, place, from, turn],
  );
  return (
    <article class="stack" aria-label={`Table ${name}`}>
      <header class="detail-head">
        <h2 class="detail-title">{name}</h2>
        <button type="button" class="button" onClick={() => setTurn(turn + 1)}>
          Read again
        </button>
      </header>
      <Show loaded={loaded}>
        {({ items, next }) =>
          items.length === 0 && from === undefined ? (
            <Empty icon="resources" title="The table is empty">
              <p>Items that the app writes appear here when the table is read again.</p>
            </Empty>
          ) : (
            <>
              <p class="muted">
                {count(items.length, "item")}
                {from === undefined && next === null ? "" : ` on page ${starts.length + 1}`}
              </p>
              {items.map((item, index) => (
                <JsonView key={index} label={`Item ${index + 1}`} value={item} />
              ))}
              <Pages starts={starts} next={next} onStarts={setStarts} />
            </>
          )
        }
      </Show>
    </article>
  );
}
