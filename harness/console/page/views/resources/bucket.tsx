import { useState } from "preact/hooks";
import type { ObjectContent, ObjectPage } from "../../../view-shapes.ts";
import { apiAddress, read } from "../../api.ts";
import { Icon } from "../../parts/icons.tsx";
import { JsonView } from "../../parts/json-view.tsx";
import { Facts, Search } from "../../parts/layout.tsx";
import { Show, useLoaded } from "../../parts/resource.tsx";
import { clock, size } from "../../state/format.ts";

export function Bucket({ name }: { name: string }) {
  const [prefix, setPrefix] = useState("");
  const [starts, setStarts] = useState<string[]>([]);
  const [key, setKey] = useState<string | undefined>(undefined);
  const from = starts.at(-1);
  const loaded = useLoaded(
    (signal) =>
      read<ObjectPage>("/resources/objects", { bucket: name, prefix, ...(from && { from }) }, signal),
    [name, prefix, from],
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
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">Key</th>
                  <th scope="col">Size</th>
                  <th scope="col">Changed</th>
                </tr>
              </thead>
              <tbody>
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
                    <td>{size(object.bytes)}</td>
                    <td>{clock(object.changedAt)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <div class="actions">
              <button
                type="button"
                class="button"
                disabled={starts.length === 0}
                onClick={() => setStarts(starts.slice(0, -1))}
              >
                Back
              </button>
              <button
                type="button"
                class="button"
                disabled={next === null}
                onClick={() => next && setStarts([...starts, next])}
              >
                More
              </button>
            </div>
          </>
        )}
      </Show>
      {key !== undefined && <StoredObject key={key} bucket={name} name={key} />}
    </article>
  );
}

function StoredObject({ bucket, name }: { bucket: string; name: string }) {
  const loaded = useLoaded(
    (signal) => read<ObjectContent>("/resources/object", { bucket, key: name }, signal),
    [bucket, name],
  );
  const query = new URLSearchParams({ bucket, key: name });
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
              <p class="muted">Its type is not shown here: download it.</p>
            ) : (
              <JsonView label="Content" value={text} />
            )}
          </>
        )}
      </Show>
    </section>
  );
}
