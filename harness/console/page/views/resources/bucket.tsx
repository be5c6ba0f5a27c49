import { useState } from "preact/hooks";
import type { ObjectContent, ObjectPage } from "../../../view-shapes.ts";
import { apiAddress, read } from "../../api.ts";
import { Icon } from "../../parts/icons.tsx";
import { JsonView } from "../../parts/json-view.tsx";
import { Facts, Search } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { Table } from "../../parts/table.tsx";
import { clock, size } from "../../state/format.ts";
import { Pages } from "./pages.tsx";

export function Bucket({ name, place }: { name: string; place: string }) {
  const [prefix, setPrefix] = useState("");
  const [starts, setStarts] = useState<string[]>([]);
  const [key, setKey] = useState<string | undefined>(undefined);
  const from = starts.at(-1);
  const loaded = useLoaded(
    (signal) =>
      read<ObjectPage>("/resources/objects", { bucket: name, place, prefix, ...(from && { from }) }, signal),
    [name, place, prefix, from],
  );
  return (
    <article class="stack" aria-label={`Bucket ${name}`}>
      <h2 class="detail-title">{name}</h2>
      <Search
        label="Keys that begin with"
        value={prefix}
        onInput={(text) => {
          setPrefix(text);
          setStarts([]);
        }}
      />
      <Show loaded={loaded}>
        {({ objects, next }) => (
          <>
            {objects.length === 0 && <p class="muted">No object has such a key.</p>}
            <Table columns={["Key", "Size", "Changed"]}>
              {objects.map((object) => (
                <tr key={object.key}>
                  <th scope="row">
                    <button
                      type="button"
                      class="link"
                      aria-expanded={object.key === key}
                      onClick={() => setKey(object.key)}
                    >
                      {object.key}
                    </button>
                  </th>
                  <td class="number">{size(object.bytes)}</td>
                  <td class="number">{clock(object.changedAt)}</td>
                </tr>
              ))}
            </Table>
            <Pages starts={starts} next={next} onStarts={setStarts} />
          </>
        )}
      </Show>
      {key !== undefined && <StoredObject key={key} bucket={name} place={place} name={key} />}
    </article>
  );
}

function StoredObject({ bucket, place, name }: { bucket: string; place: string; name: string }) {
  const loaded = useLoaded(
    (signal) => read<ObjectContent>("/resources/object", { bucket, place, key: name }, signal),
    [bucket, place, name],
  );
  const query = new URLSearchParams({ bucket, place, key: name });
  return (
    <section class="card" aria-label={`Object ${name}`}>
      <header class="detail-head">
        <h3>{name}</h3>
        <a class="button quiet" href={`${apiAddress("/resources/download")}?${query}`} download>
          <Icon name="download" /> Download
        </a>
      </header>
      <Show loaded={loaded}>
        {({ type, bytes, text }) => (
          <>
            <Facts
              of={[
                ["Type", type],
                ["Size", size(bytes)],
              ]}
            />
            {text === null ? (
              <p class="muted">It is not text: download it.</p>
            ) : (
              <JsonView label="Content" value={text} />
            )}
          </>
        )}
      </Show>
    </section>
  );
}
